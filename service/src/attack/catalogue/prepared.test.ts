import type { RunResult } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { Inconclusive } from '../attack.ts'
import { findingsOf } from '../report/report.ts'
import { PREPARED, preparedOutcomes } from './prepared.ts'

function resultOf(...outputs: readonly string[]): RunResult {
  const phase = { exitCode: 0, signal: null, wallMs: 1, cpuMs: 1, memoryKb: 1, memorySource: 'rss' } as const
  return {
    id: 'r',
    language: 'python',
    version: '3',
    verdict: 'ok',
    message: 'It ended.',
    cases: outputs.map((stdout) => ({
      name: 'one',
      verdict: 'ok',
      message: 'It ended.',
      run: { ...phase, stdout, stderr: '', truncated: { stdout: 0, stderr: 0 } },
    })),
    warnings: [],
    warm: true,
    start: 'prepared',
    queuedMs: 0,
    startedAt: '2026-01-01T00:00:00Z',
  }
}

const statesOf = (...outputs: readonly string[]): string[] =>
  findingsOf(PREPARED, preparedOutcomes(resultOf(...outputs))).map(({ state, happened }) => `${state}: ${happened}`)

it('is contained if nothing works and the next cases find what the first one found', () => {
  expect(statesOf('end 1\n', 'end 2\n', 'end 1\n', 'end 1\n')).toEqual(['contained: nothing', 'contained: nothing'])
})

it('is open if something works, or a later case finds something else', () => {
  expect(statesOf('end 1\n', 'limits\ntrace\nend 2\n', 'end 1\n', 'end 1\n')).toEqual([
    'open: limits, trace',
    'contained: nothing',
  ])
  expect(statesOf('end 1\n', 'end 2\n', 'end 1\n', 'end 2\n')).toEqual(['contained: nothing', 'open: end 2\n'])
})

it.each([[['', 'end 2\n', 'end 1\n']], [['end 1\n', 'limits\n', 'end 1\n']], [['end 1\n', 'end 2\n']]])(
  'is inconclusive without all reports: %j',
  (outputs) => {
    expect(() => preparedOutcomes(resultOf(...outputs))).toThrow(Inconclusive)
  },
)
