import type { RunResult, Verdict } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { findingsOf } from '../report/report.ts'
import { SESSIONS, sessionOutcomes } from './sessions.ts'

function resultOf(stdout: string, verdict: Verdict = 'ok'): RunResult {
  const phase = { exitCode: 0, signal: null, wallMs: 1, cpuMs: 1, memoryKb: 1, memorySource: 'rss' } as const
  return {
    id: 'r',
    language: 'bash',
    version: '5',
    verdict,
    message: 'It ended.',
    run: { ...phase, stdout, stderr: '', truncated: { stdout: 0, stderr: 0 } },
    warnings: [],
    warm: false,
    queuedMs: 0,
    startedAt: '2026-01-01T00:00:00Z',
  }
}

const statesOf = (next: RunResult, other: RunResult): string[] =>
  findingsOf(SESSIONS, sessionOutcomes(next, other)).map(({ state, happened }) => `${state}: ${happened}`)

it('is contained if the next run finds only data, and another session finds nothing', () => {
  expect(statesOf(resultOf('/work/planted\nIPC: shm 1 0 644\n'), resultOf(''))).toEqual([
    'contained: only its data',
    'contained: nothing',
  ])
})

it('is open if the next run finds something else, or another session finds anything', () => {
  expect(statesOf(resultOf('/work/planted\nsh\nsleep\n'), resultOf('/tmp/planted\n'))).toEqual([
    'open: sh, sleep',
    'open: /tmp/planted',
  ])
})

it('is open if a run can not look any more', () => {
  expect(statesOf(resultOf('', 'runtime-error'), resultOf('', 'wall-limit'))).toEqual([
    'open: runtime-error',
    'inconclusive: inconclusive: needs a faster machine; it ended as wall-limit',
  ])
  expect(statesOf(resultOf(''), resultOf(''))[0]).toBe('open: not even its data')
})
