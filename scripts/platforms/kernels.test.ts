import { expect, test } from 'vitest'
import { kernelOf } from './kernels.ts'

test('the arguments name the kernel', () => {
  expect(kernelOf([]).script).toBe('boot-user-mode.sh')
  expect(kernelOf(['--kernel', 'debian']).script).toBe('boot-debian.sh')
  expect(kernelOf(['--kernel=debian']).parts.map(({ name }) => name)).toContain('exhaustion')
})

test('the arguments choose one engine', () => {
  expect(kernelOf(['--engine', 'rootless']).engines.map(({ name }) => name)).toEqual(['rootless'])
  expect(() => kernelOf(['--kernel', 'debian', '--engine', 'rootless'])).toThrow('no container engine "rootless"')
})

test.each([['--kernel', 'toString'], ['--kernel'], ['debian'], ['--kernels', 'debian']])(
  '%s %s is an error',
  (...args) => {
    expect(() => kernelOf(args)).toThrow(expect.objectContaining({ name: 'SetupError' }))
  },
)
