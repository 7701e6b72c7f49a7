import { expect, test } from 'vitest'
import { kernelOf } from './kernels.ts'

test('the arguments name the kernel', () => {
  expect(kernelOf([]).script).toBe('boot-user-mode.sh')
  expect(kernelOf(['--kernel', 'debian']).script).toBe('boot-debian.sh')
  expect(kernelOf(['--kernel=debian']).parts.map(({ name }) => name)).toContain('exhaustion')
})

test('the arguments choose engines and parts, in their fixed order', () => {
  const { engines, parts } = kernelOf(['--engine', 'rootless', '--part', 'tampering', '--part', 'verdicts'])
  expect(engines.map(({ name }) => name)).toEqual(['rootless'])
  expect(parts.map(({ name }) => name)).toEqual(['verdicts', 'tampering'])
  expect(() => kernelOf(['--kernel', 'debian', '--engine', 'rootless'])).toThrow('no container engine "rootless"')
  expect(() => kernelOf(['--part', 'exhaustion'])).toThrow('no part "exhaustion"')
})

test.each([['--kernel', 'toString'], ['--kernel'], ['debian'], ['--kernels', 'debian']])(
  '%s %s is an error',
  (...args) => {
    expect(() => kernelOf(args)).toThrow(expect.objectContaining({ name: 'SetupError' }))
  },
)
