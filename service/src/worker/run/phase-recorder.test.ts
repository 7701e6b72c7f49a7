import { DEFAULT_RUN_LIMITS } from '@sandrun/shared'
import { expect, it } from 'vitest'
import type { AgentExit } from '../agent/agent-session.ts'
import { PhaseRecorder } from './phase-recorder.ts'

const exit: AgentExit = {
  type: 'exit',
  phase: 'run',
  cause: null,
  exitCode: 0,
  signal: null,
  wallUs: 1000,
  cpuUs: 1000,
  peakBytes: 0,
  memorySource: 'rss',
}

it.each([
  ['as measured', 20 * 2 ** 20, 20 * 1024],
  ['at its limit, with pages of the image', 300 * 2 ** 20, 64 * 1024],
])('reports memory %s', (_how, peakBytes, memoryKb) => {
  const recorder = new PhaseRecorder({ ...DEFAULT_RUN_LIMITS, memoryMb: 64 }, false, null)
  expect(recorder.finish({ ...exit, peakBytes })).toMatchObject({ memoryKb })
})
