import type { LanguageManifest, Prepare } from '@sandrun/shared'
import { describe, expect, it } from 'vitest'
import { createTestManifest } from '../../conformance/test-pack.ts'
import { fitsPrepared, preparedRuntime } from './prepared-runtime.ts'

const prepare: Prepare = {
  phase: 'run',
  argv: ['toy', 'program'],
  env: { TOY_BOOT: 'wait' },
  reads: ['TOY*', 'HOME'],
  memoryMb: 10,
}

const toy = (change: Partial<Prepare> = {}): LanguageManifest => ({
  ...createTestManifest('toy'),
  run: { argv: ['toy', '{file}'], env: { TOY_MODE: 'plain' } },
  prepare: { ...prepare, ...change },
})

const size = { memoryMb: 100, processes: 10, openFiles: 64 }
/** The environment of a run without settings. */
const USUAL = { ...preparedRuntime(toy())?.env, TOY_BOOT: '' }

function fits(env: Record<string, string>, change: Partial<Prepare> = {}, limits = size): boolean {
  const { TOY_BOOT: _boot, ...usual } = USUAL
  return fitsPrepared(toy(change), 'run', { env: { ...usual, ...env }, limits }, size)
}

it('waits with the environment of its phase, and with its own settings', () => {
  expect(preparedRuntime(toy())).toMatchObject({
    phase: 'run',
    argv: ['toy', 'program'],
    env: { LANG: 'C.UTF-8', TOY_MODE: 'plain', TOY_BOOT: 'wait' },
    memoryMb: 10,
  })
  const { prepare: _none, ...plain } = toy()
  expect(preparedRuntime(plain)).toBeNull()
  expect(fitsPrepared(plain, 'run', { env: {}, limits: size }, size)).toBe(false)
})

describe('a program may use it', () => {
  it('if it sets nothing that the runtime has already read', () => {
    expect(fits({})).toBe(true)
    expect(fits({ NAME: 'x', TERM: 'xterm' })).toBe(true)
    expect(fits({ TOY_MODE: 'plain' })).toBe(true)
  })

  it.each(['TOY_MODE', 'TOY_OTHER', 'TOY', 'HOME', 'LANG', 'LC_ALL', 'LD_LIBRARY_PATH', 'MALLOC_ARENA_MAX'])(
    'but not if it sets %s',
    (name) => {
      expect(fits({ [name]: 'another' })).toBe(false)
    },
  )

  it('in its own phase', () => {
    expect(fits({}, { phase: 'compile' })).toBe(false)
  })

  it('in a sandbox of the size that the runtime has adapted to', () => {
    const larger = { ...size, memoryMb: 200 }
    expect(fits({}, {}, larger)).toBe(true)
    expect(fits({}, { sizedByMemory: true }, larger)).toBe(false)
    expect(fits({}, { sizedByMemory: true })).toBe(true)
    // The runtime's existing threads would not count.
    expect(fits({}, { sizedByMemory: true }, { ...size, processes: 1 })).toBe(false)
  })

  it('with as many open files as it wants', () => {
    expect(fits({}, { openFiles: 64 })).toBe(true)
    expect(fits({}, { openFiles: 65 })).toBe(false)
  })
})
