import { afterEach, beforeEach, describe } from 'vitest'
import { liveRunHostContract } from '../../test/contracts/live-run-host.ts'
import { runHostContract } from '../../test/contracts/run-host.ts'
import { sessionHostContract } from '../../test/contracts/session-host.ts'
import { sh, startWorker, type TestWorker } from '../../test/support/process-worker.ts'

let worker: TestWorker

function eachWith(environment: Record<string, string>): void {
  beforeEach(async () => {
    worker = await startWorker(environment)
  })
  afterEach(() => worker[Symbol.asyncDispose]())
}

describe('with room for one', () => {
  eachWith({ SANDRUN_MAX_SANDBOXES: '1', SANDRUN_CAPS: 'running=1' })
  runHostContract('the worker of this process', () => ({
    host: worker.worker,
    caps: worker.caps,
  }))
})

describe('with room for many', () => {
  eachWith({ SANDRUN_MAX_SESSIONS: '2', SANDRUN_MAX_SANDBOXES: '10', SANDRUN_CAPS: 'running=10' })
  sessionHostContract('the sessions of this process', () => worker.sessions)
  liveRunHostContract('the live runs of this process', () => ({
    liveRuns: worker.liveRuns,
    start: () => worker.start(sh('echo up; cat'), { live: true }),
  }))
})
