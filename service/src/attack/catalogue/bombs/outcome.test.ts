import type { PhaseResult, RunResult } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { isContained } from '../../attack.ts'
import { bombOutcome, KEPT_ITS_LIMITS } from './outcome.ts'

const LIMITS = { cpuMs: 4000, wallMs: 20_000, outputKb: 1 }

const PHASE: PhaseResult = {
  stdout: '',
  stderr: 'x'.repeat(1024),
  exitCode: 1,
  signal: null,
  wallMs: 4100,
  cpuMs: 4020,
  memoryKb: 300 * 1024,
  memorySource: 'cgroup',
  truncated: { stdout: 0, stderr: 0 },
}

const RESULT: RunResult = {
  id: 'r',
  language: 'c',
  version: '1',
  verdict: 'cpu-limit',
  message: 'It ended.',
  compile: PHASE,
  warnings: [],
  warm: false,
  queuedMs: 0,
  startedAt: '2026-01-01T00:00:00Z',
}

const compiled = (phase: Partial<PhaseResult>): RunResult => ({ ...RESULT, compile: { ...PHASE, ...phase } })

it('gives the verdict with the figures of each phase', () => {
  const outcome = bombOutcome({ ...RESULT, verdict: 'ok', run: { ...PHASE, cpuMs: 0 } }, LIMITS, 5000)
  expect(outcome).toBe(
    'ok within its limits: compile 4.0 s of CPU, 300 MB, 1 KB of output; run 0.0 s of CPU, 300 MB, 1 KB of output; 5.0 s in all',
  )
  expect(isContained(KEPT_ITS_LIMITS, outcome)).toBe(true)
})

it.each<[string, RunResult, number]>([
  ['CPU time', compiled({ cpuMs: 6100 }), 7000],
  ['wall time', compiled({ wallMs: 41_000 }), 7000],
  ['output', compiled({ stdout: 'x'.repeat(1600) }), 7000],
  ['output that is not text', compiled({ stderr: { base64: Buffer.alloc(1600, 255).toString('base64') } }), 7000],
  ["time by the probe's clock", RESULT, 41_000],
  ['limits while it ran', { ...RESULT, verdict: 'runtime-error', run: { ...PHASE, cpuMs: 6100 } }, 7000],
])('is open after a result beyond the %s of its limits', (_what, result, elapsedMs) => {
  const outcome = bombOutcome(result, LIMITS, elapsedMs)
  expect(outcome).toContain(' beyond its limits: ')
  expect(isContained(KEPT_ITS_LIMITS, outcome)).toBe(false)
})

it('allows each phase its own time', () => {
  expect(bombOutcome({ ...RESULT, run: PHASE }, LIMITS, 79_000)).toContain(' within ')
})

it('is open after an end that nothing explains', () => {
  expect(isContained(KEPT_ITS_LIMITS, bombOutcome({ ...RESULT, verdict: 'idle-limit' }, LIMITS, 5000))).toBe(false)
})
