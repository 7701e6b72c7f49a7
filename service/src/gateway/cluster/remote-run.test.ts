import { pino } from 'pino'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fakeRegistry } from '../../../test/support/fake-registry.ts'
import { fakeQueue } from '../../../test/support/fake-queue.ts'
import { FakeSink } from '../../../test/support/fake-sink.ts'
import { decodeToWorker, encodeLinkFrame } from '../../model/link-frame.ts'
import type { RunStart } from '../../ports/run-host.ts'
import { RunLog } from '../../run-log/run-log.ts'
import { Links } from './links.ts'
import { RemoteLiveRuns } from './remote-live-runs.ts'
import { RemoteRun } from './remote-run.ts'

const queue = fakeQueue()
const directory = {
  put: async () => {},
  find: async () => null,
  follow: async () => null,
  serve: async () => null,
  expire: async () => {},
}
const membership = { node: 'gateway', connected: true, now: Date.now }

let links: Links
/** The types of the frames that the worker got. */
let sent: (string | undefined)[]

beforeEach(() => {
  sent = []
  const send = async (_node: string, message: Uint8Array): Promise<boolean> => {
    sent.push(decodeToWorker(message)?.frame.type)
    return true
  }
  const registry = fakeRegistry()
  links = new Links({ membership, registry, queue, log: pino({ level: 'silent' }) }, () => ({ send }))
})
afterEach(() => links[Symbol.dispose]())

/** Starts a run that a worker has claimed. */
function start(more: Partial<RunStart>, { isResumable } = { isResumable: false }): RemoteRun {
  const options = { ticket: 'ticket', language: 'c', isResumable, queue, links }
  const run = new RemoteRun({ id: 'a', log: new RunLog(), ...more }, options)
  const head = { run: 'ticket', link: run.link.id, from: 'worker', n: 0 }
  links.receive(encodeLinkFrame({ type: 'claimed', ...head }))
  return run
}

it.each([
  ['ends a run that no other gateway can follow', {}, ['cancel']],
  ['leaves the run of a job to the gateway that takes it over', { outlives: true }, []],
])('a gateway that counted as dead %s', async (_what, more, frames) => {
  const { finished } = start(more)
  links.interrupt()
  await expect(finished).rejects.toMatchObject({ code: 'connection-lost' })
  expect(sent).toEqual(frames)
})

it.each([
  ['ends a run that no other gateway can follow', {}, ['cancel']],
  ['ends the run of a job that has not begun', { outlives: true, begin: async () => {} }, ['cancel']],
  ['leaves a run that it took over to the next gateway', { outlives: true }, []],
])('a gateway that closes %s', (_what, more, frames) => {
  const run = start(more)
  run.finished.catch(() => {})
  run.close()
  expect(sent).toEqual(frames)
})

it('a gateway that closes leaves the run of a job that is just beginning to the next gateway', async () => {
  const stored = Promise.withResolvers<void>()
  const run = start({ outlives: true, begin: () => stored.promise })
  const started = { language: 'c', version: '1', warm: false }
  const head = { run: 'ticket', link: run.link.id, from: 'worker', n: 1 }
  links.receive(encodeLinkFrame({ ...head, type: 'beginning', started }))
  run.close()
  await expect(run.finished).rejects.toMatchObject({ code: 'shutting-down' })
  expect(sent).toEqual([])
})

it('a gateway that closes leaves a run to the client that has reconnected to it', async () => {
  const run = start({})
  links.receive(encodeLinkFrame({ type: 'taken-over', run: 'ticket', link: run.link.id, from: 'worker', n: 1 }))
  run.close()
  await expect(run.finished).rejects.toMatchObject({ code: 'shutting-down' })
  expect(sent).toEqual([])
})

it('a gateway that ends tells a client of its run first, and then to move', async () => {
  links.leave()
  const run = start({}, { isResumable: true })
  run.finished.catch(() => {})
  const reach = <T>(ask: () => Promise<T>): Promise<T> => ask()
  const live = new RemoteLiveRuns({ links, directory, queue, membership, reach })
  const sink = new FakeSink()
  live.follow({ run, log: new RunLog(), finished: run.finished, owner: 'ada', resumable: true }).open(sink)
  expect([sink.types, sink.notices, sent]).toEqual([['accepted'], ['interrupted'], ['detach']])
})

it('a gateway that misses part of a run ends it', async () => {
  const { finished, link } = start({ outlives: true })
  links.receive(encodeLinkFrame({ type: 'ended', run: 'ticket', link: link.id, from: 'worker', n: 2 }))
  await expect(finished).rejects.toMatchObject({ code: 'connection-lost' })
  expect(sent).toEqual(['cancel'])
})
