import { pino } from 'pino'
import { RESUME_GRACE_MS } from '@sandrun/shared'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fakeRegistry } from '../../../test/support/fake-registry.ts'
import { fakeQueue } from '../../../test/support/fake-queue.ts'
import { FakeSink } from '../../../test/support/fake-sink.ts'
import type { Directory } from '../../ports/directory.ts'
import { RunLog } from '../../run-log/run-log.ts'
import { Links } from './links.ts'
import { RemoteLiveRuns } from './remote-live-runs.ts'
import { RemoteRun } from './remote-run.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it.each([
  ['withdraws a run', 'nobody else follows', (own: string) => own, ['run']],
  ['keeps a run', 'its client follows through another gateway', () => 'another', []],
] as const)('%s that waits and whose client has left, if %s', async (_what, _if, follower, expected) => {
  const withdrawn: string[] = []
  const queue = fakeQueue({
    withdraw: async (run) => {
      withdrawn.push(run)
      return true
    },
  })
  const membership = { node: 'gateway', connected: true, now: Date.now }
  const registry = fakeRegistry()
  const log = pino({ level: 'silent' })
  using links = new Links({ membership, registry, queue, log }, () => ({
    send: async () => true,
    [Symbol.asyncDispose]: async () => {},
  }))
  const options = { ticket: 'run', language: 'c', isResumable: true, queue, links }
  const run = new RemoteRun({ id: 'run', log: new RunLog() }, options)
  const entry = { owner: 'ada', language: 'c', tokenHash: 'hash', worker: null }
  const directory: Directory = {
    put: async () => {},
    find: async () => ({ ...entry, follower: { node: 'gateway', link: follower(run.link.id) } }),
    follow: async () => null,
    serve: async () => null,
    expire: async () => {},
  }
  const reach = <T>(ask: () => Promise<T>): Promise<T> => ask()
  const runs = new RemoteLiveRuns({ links, directory, queue, membership, reach })
  const live = runs.follow({ run, log: new RunLog(), finished: run.finished, owner: 'ada', resumable: true })
  const sink = new FakeSink()
  live.open(sink)
  live.detach(sink)
  await vi.advanceTimersByTimeAsync(RESUME_GRACE_MS)
  expect(withdrawn).toEqual(expected)
})
