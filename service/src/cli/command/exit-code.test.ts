import { type RunResult, SandrunError, type Verdict, VERDICTS } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { exitCodeOf } from './exit-code.ts'

function result(verdict: Verdict, end: { exitCode?: number; signal?: string } = {}): RunResult {
  const { exitCode = null, signal = null } = end
  const phase = { stdout: '', stderr: '', wallMs: 1, cpuMs: 1, memoryKb: 1, memorySource: 'rss' as const }
  return {
    id: 'r1',
    language: 'python',
    version: '3',
    verdict,
    message: '',
    run: { ...phase, exitCode, signal, truncated: { stdout: 0, stderr: 0 } },
    warnings: [],
    warm: true,
    queuedMs: 0,
    startedAt: '',
  }
}

it("is the program's own, or that of its signal as in a shell", () => {
  expect(exitCodeOf(result('ok', { exitCode: 0 }))).toBe(0)
  expect(exitCodeOf(result('runtime-error', { exitCode: 7 }))).toBe(7)
  expect(exitCodeOf(result('runtime-error', { signal: 'SIGSEGV' }))).toBe(139)
})

it.each(VERDICTS.filter((verdict) => verdict !== 'ok' && verdict !== 'accepted'))('is not 0 after %s', (verdict) => {
  expect(exitCodeOf(result(verdict, { exitCode: 3 }))).not.toBe(0)
  expect(exitCodeOf({ ...result(verdict, { exitCode: 3 }), cases: [] })).not.toBe(0)
})

it('distinguishes limits of time from other limits, and both from a kill', () => {
  const codes = (['cpu-limit', 'wall-limit', 'idle-limit', 'memory-limit', 'disk-limit'] as const).map((verdict) =>
    exitCodeOf(result(verdict, { signal: 'SIGKILL' })),
  )
  expect(codes).toEqual([124, 124, 124, 125, 125])
  expect(exitCodeOf(result('runtime-error', { signal: 'SIGKILL' }))).toBe(137)
})

it.each([
  ['invalid-request', 64],
  ['unknown-language', 64],
  ['unreachable', 69],
  ['docker-unavailable', 69],
  ['image-missing', 69],
  ['internal', 70],
  ['queue-full', 75],
  ['cap-reached', 75],
  ['overloaded', 75],
  ['unauthorized', 77],
  ['origin-refused', 77],
] as const)('of the refusal %s is %i', (code, expected) => {
  expect(exitCodeOf(new SandrunError(code, ''))).toBe(expected)
})
