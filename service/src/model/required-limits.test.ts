import { expect, it } from 'vitest'
import { requireLimits } from './required-limits.ts'

it('refuses an engine that enforces no limits', () => {
  expect(() => requireLimits({ engine: 'Podman', unenforced: ['memory', 'processes'] })).toThrow(
    expect.objectContaining({ message: "Podman can't limit the memory and the processes of a sandbox here." }),
  )
})

it('takes an engine that enforces them', () => {
  expect(() => requireLimits({ engine: 'Docker', unenforced: [] })).not.toThrow()
})
