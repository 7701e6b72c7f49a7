import { expect, it } from 'vitest'
import { unenforcedLimits } from './podman-limits.ts'

const limits = (cgroupVersion: string, cgroupControllers?: string[] | null): string[] =>
  unenforcedLimits({ host: { cgroupVersion, cgroupControllers } })

it('a rootless Podman enforces no limits with cgroup v1', () => {
  expect(limits('v1', ['memory', 'pids'])).toEqual(['memory', 'processes'])
})

it('with cgroup v2 it enforces those whose controllers it has', () => {
  expect(limits('v2', ['cpu', 'memory', 'pids'])).toEqual([])
  expect(limits('v2', ['memory'])).toEqual(['processes'])
  expect(limits('v2', null)).toEqual(['memory', 'processes'])
})
