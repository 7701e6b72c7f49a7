import { SandrunError } from '@sandrun/shared'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { liveRunHostContract } from '../../test/contracts/live-run-host.ts'
import { processEngine, type TestEngine } from '../../test/support/process-engine.ts'
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

describe('a worker that can’t start', () => {
  const GONE = new SandrunError('docker-unavailable', 'Docker does not answer.')

  it.each<[string, (engine: TestEngine) => void, string]>([
    ['has no agent', (engine) => vi.spyOn(engine, 'inspectImage').mockResolvedValue(null), 'image-missing'],
    ['loses its engine', (engine) => vi.spyOn(engine, 'listImages').mockRejectedValue(GONE), 'docker-unavailable'],
    [
      'has an engine without limits',
      (engine) =>
        vi.spyOn(engine, 'info').mockImplementation(async () => ({
          ...(await processEngine().info()),
          unenforced: ['memory'],
        })),
      'sandbox-failed',
    ],
  ])('ends with its process if it %s', async (_why, spoil, code) => {
    const engine = processEngine(['sh'])
    spoil(engine)
    const watch = vi.spyOn(engine, 'watchOom')
    await expect(startWorker({}, engine)).rejects.toMatchObject({ code })
    expect(watch.mock.calls.filter(([, , signal]) => !signal.aborted)).toEqual([])
  })
})
