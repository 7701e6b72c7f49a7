import { expect, it } from 'vitest'
import { requireLimits } from './required-limits.ts'

it('refuses an engine that enforces no limits', () => {
  const podman = { engine: 'Podman', rootless: true, unenforced: ['memory', 'processes'] }
  expect(() => requireLimits(podman)).toThrow(
    expect.objectContaining({
      message: "Podman can't limit the memory and the processes of a sandbox here.",
      hint: expect.stringContaining('Use Podman as root.'),
    }),
  )
})

it('names the kernel if the engine is root already', () => {
  expect(() => requireLimits({ engine: 'Docker', rootless: false, unenforced: ['memory'] })).toThrow(
    expect.objectContaining({ hint: expect.stringContaining('cgroup_enable=memory') }),
  )
})

it('takes an engine that enforces them', () => {
  expect(() => requireLimits({ engine: 'Docker', rootless: false, unenforced: [] })).not.toThrow()
})
