import type { PhaseResult, RunRecord, RunResult } from '@sandrun/shared'
import { describe, expect, it } from 'vitest'
import { toJobeResult } from './jobe/result.ts'
import { toSubmissionAnswer } from './judge0/answer.ts'
import { toPistonResult } from './piston/result.ts'
import { toRunCodeAnswer } from './sandboxfusion/result.ts'

const PHASE: PhaseResult = {
  exitCode: 0,
  signal: null,
  stdout: '',
  stderr: '',
  truncated: { stdout: 0, stderr: 0 },
  wallMs: 1,
  cpuMs: 1,
  memoryKb: 1,
  memorySource: 'cgroup',
}

const KILLED: PhaseResult = { ...PHASE, exitCode: null, signal: 'SIGKILL' }

const ENDED: RunResult = {
  id: '1',
  language: 'c',
  version: '14',
  verdict: 'ok',
  message: 'Exited with code 0.',
  warnings: [],
  warm: false,
  start: 'cold',
  queuedMs: 0,
  startedAt: '2026-01-01T00:00:00.000Z',
}

const record = (result: RunResult): RunRecord => ({
  id: result.id,
  state: 'ended',
  createdAt: result.startedAt,
  language: result.language,
  result,
  timeline: [],
})

/** All that an answer says of how a run ended. */
const ADAPTERS: readonly (readonly [name: string, said: (result: RunResult) => unknown])[] = [
  ['Piston', (result) => toPistonResult(result, () => '')],
  ['Judge0', (result) => toSubmissionAnswer(record(result), { language_id: 50 }, 'C').texts],
  ['Jobe', toJobeResult],
  ['SandboxFusion', toRunCodeAnswer],
]

describe.each(ADAPTERS)('%s', (_name, said) => {
  it.each<[string, Partial<RunResult>]>([
    ['the number of files ran out', { verdict: 'disk-limit', run: { ...PHASE, exitCode: 1 } }],
    ['a file grew too large', { verdict: 'disk-limit', run: { ...PHASE, exitCode: null, signal: 'SIGXFSZ' } }],
    ['processes ran out', { verdict: 'process-limit', run: { ...PHASE, exitCode: 1 } }],
    ['compiling left no program', { verdict: 'compile-error', compile: PHASE }],
    ['compiling left only warnings', { verdict: 'compile-error', compile: { ...PHASE, stderr: 'unused variable' } }],
    ['compiling took too much memory', { verdict: 'memory-limit', compile: { ...KILLED, stderr: 'unused variable' } }],
    ['the program did not start', { verdict: 'runtime-error' }],
  ])('says in the run’s own words that %s', (_what, ending) => {
    const message = 'Stopped for a reason that has a number in it.'
    expect(JSON.stringify(said({ ...ENDED, ...ending, message }))).toContain(message)
  })
})
