import type { DatabaseSync } from 'node:sqlite'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { jobsIn, openMemory } from '../../../test/support/memory-jobs.ts'
import { type Answer, type Receiver, startReceiver } from '../../../test/support/receiver.ts'
import { until } from '../../../test/support/until.ts'
import type { SqliteJobs } from '../../drivers/sqlite/sqlite-jobs.ts'
import { lostEvents } from '../../model/lost-job.ts'
import { ANONYMOUS } from '../../model/principal.ts'
import { AddressGuard } from './address-guard.ts'
import { WebhookSender } from './webhook-sender.ts'

const RETRY = 1000
/** The time that a webhook belongs to one sender. */
const LEASE = 120_000
/** Waits exceed their power of five by a tenth at most. */
const MOST_JITTER = 1.1

let database: DatabaseSync
let store: SqliteJobs
let lines: string[]

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
  database = openMemory()
  store = jobsIn(database)
  lines = []
})
afterEach(() => {
  vi.useRealTimers()
  store[Symbol.dispose]()
})

/** A sender, one for each process. */
function open(networks = ['127.0.0.1']): WebhookSender {
  const log = pino({ level: 'debug' }, { write: (line) => void lines.push(line) })
  const sender = new WebhookSender({ store, guard: new AddressGuard(networks), retryMs: RETRY, log })
  onTestFinished(() => sender.close())
  return sender
}

async function receiver(...answers: Answer[]): Promise<Receiver> {
  const started = await startReceiver(...answers)
  onTestFinished(() => started[Symbol.asyncDispose]())
  return started
}

/** An ended job with a webhook to this address. */
async function endJob(id: string, url: string): Promise<void> {
  const createdAt = new Date().toISOString()
  const principal = { ...ANONYMOUS, id: 'ada', address: '127.0.0.1' }
  const request = { language: 'c', code: 'x' }
  await store.add({ id, principal, createdAt, language: 'c', request, idempotency: null, note: null, webhook: { url } })
  const started = { language: 'c', version: '1', warm: false }
  await store.start(id, started)
  await store.end(id, lostEvents({ id, language: 'c', startedAt: createdAt, started }))
}

const said = (text: string): number => lines.filter((line) => line.includes(text)).length
const settled = (): boolean => database.prepare('SELECT 1 FROM webhooks').get() === undefined

it('asks a store that has a webhook due only ten times a second', async () => {
  vi.spyOn(store.webhooks, 'nextInMs').mockResolvedValue(-1)
  const claim = vi.spyOn(store.webhooks, 'claim').mockResolvedValue([])
  open().wake()
  await vi.advanceTimersByTimeAsync(1000)
  expect(claim.mock.calls.length).toBeLessThan(12)
})

describe('delivery', () => {
  it('happens once, however often it is woken in between', async () => {
    const { url, deliveries } = await receiver()
    await endJob('a', url)
    const sender = open()
    for (let time = 0; time < 5; time++) sender.wake()
    await until('it is sent', settled)
    sender.wake()
    await vi.advanceTimersByTimeAsync(1_000_000)
    expect(deliveries).toHaveLength(1)
    expect(deliveries[0]?.headers['webhook-id']).toBe('a')
    expect(JSON.parse(deliveries[0]?.body ?? '')).toMatchObject({ type: 'run.ended', data: { id: 'a' } })
  })

  it('sends more than may go at once in turn', async () => {
    const { url, deliveries } = await receiver()
    for (let job = 0; job < 40; job++) await endJob(String(job), url)
    open().wake()
    await until('all are sent', settled)
    expect(new Set(deliveries.map(({ headers }) => headers['webhook-id'])).size).toBe(40)
    expect(deliveries).toHaveLength(40)
  })

  it('ends for a receiver that is gone, which is not called again', async () => {
    const { url, deliveries } = await receiver(410)
    await endJob('a', url)
    open().wake()
    await until('it is over', settled)
    expect(said('a webhook is gone')).toBe(1)
    await vi.advanceTimersByTimeAsync(1_000_000)
    expect(deliveries).toHaveLength(1)
  })
})

describe('trying again', () => {
  it.each<[string, Answer]>([
    ['an error', 500],
    ['a redirect, which is not followed', 307],
    ['a connection that breaks', 'hang up'],
  ])('follows after %s', async (_what, answer) => {
    const { url, deliveries } = await receiver(answer)
    await endJob('a', url)
    open().wake()
    await until('it is put off', () => said('will try a webhook again') === 1)
    await vi.advanceTimersByTimeAsync(RETRY - 1)
    expect(deliveries).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(RETRY)
    await until('it is sent', settled)
    expect(deliveries.map(({ headers }) => headers['webhook-id'])).toEqual(['a', 'a'])
  })

  it('follows if no answer comes in time', async () => {
    const { url, deliveries } = await receiver('silence')
    const late = new AbortController()
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(late.signal)
    await endJob('a', url)
    open().wake()
    await until('it has come', () => deliveries.length === 1)
    expect(timeout).toHaveBeenCalledWith(10_000)
    timeout.mockRestore()
    late.abort(new DOMException('Too late.', 'TimeoutError'))
    await until('it is put off', () => said('will try a webhook again') === 1)
    await vi.advanceTimersByTimeAsync(2 * RETRY)
    await until('it is sent', settled)
  })

  it('takes longer each time, and ends after the last attempt', async () => {
    const { url, deliveries } = await receiver(...Array<Answer>(20).fill(503))
    await endJob('a', url)
    open().wake()
    for (let attempt = 1; attempt < 8; attempt++) {
      await until('it is put off', () => said('will try a webhook again') === attempt)
      const wait = (await store.webhooks.nextInMs()) ?? 0
      const least = RETRY * 5 ** (attempt - 1)
      expect(wait).toBeGreaterThanOrEqual(least)
      expect(wait).toBeLessThanOrEqual(least * MOST_JITTER + 1)
      await vi.advanceTimersByTimeAsync(wait)
    }
    await until('it is given up', settled)
    expect(said('gave up a webhook')).toBe(1)
    expect(deliveries).toHaveLength(8)
  })

  it('delays only this one: others are sent in between', async () => {
    const { url, deliveries } = await receiver(500)
    await endJob('a', url)
    const sender = open()
    sender.wake()
    await until('it is put off', () => said('will try a webhook again') === 1)
    await endJob('b', url)
    sender.wake()
    await until('the other is sent', () => deliveries.length === 2)
    expect(deliveries[1]?.headers['webhook-id']).toBe('b')
    await vi.advanceTimersByTimeAsync(2 * RETRY)
    await until('both are sent', settled)
  })

  it('resolves an address again, and sends nothing to one that may not be called', async () => {
    const { url, deliveries } = await receiver()
    await endJob('a', url)
    open([]).wake()
    await until('it is put off', () => said('which is not a public address') === 1)
    expect(deliveries).toEqual([])
  })
})

describe('closing', () => {
  it('stops active deliveries, which the next process repeats', async () => {
    const { url, deliveries } = await receiver('silence')
    await endJob('a', url)
    const sender = open()
    sender.wake()
    await until('it has come', () => deliveries.length === 1)
    await sender.close()
    sender.wake()
    store = jobsIn(database)
    expect(database.prepare('SELECT attempts FROM webhooks').get()).toEqual({ attempts: 0 })
    open().wake()
    await until('it is sent', settled)
    expect(deliveries).toHaveLength(2)
  })

  it('forgets those that wait for their time', async () => {
    const { url, deliveries } = await receiver(500)
    await endJob('a', url)
    const sender = open()
    sender.wake()
    await until('it is put off', () => said('will try a webhook again') === 1)
    await sender.close()
    await vi.advanceTimersByTimeAsync(1_000_000)
    expect(deliveries).toHaveLength(1)
  })
})

describe('a store that fails', () => {
  it('while noting an end does not cause a loop of deliveries, but one when its lease is over', async () => {
    const { url, deliveries } = await receiver()
    await endJob('a', url)
    const full = new Error('database or disk is full')
    const settle = vi.spyOn(store.webhooks, 'settle').mockRejectedValue(full)
    const postpone = vi.spyOn(store.webhooks, 'postpone').mockRejectedValue(full)
    const find = vi.spyOn(store, 'find')
    const sender = open()
    sender.wake()
    await until('it has failed', () => said('the store failed a webhook') > 0)
    await vi.advanceTimersByTimeAsync(LEASE - 1)
    sender.wake()
    expect(find).toHaveBeenCalledTimes(1)
    settle.mockRestore()
    postpone.mockRestore()
    await vi.advanceTimersByTimeAsync(1)
    await until('it is sent again, and noted', settled)
    expect(deliveries).toHaveLength(2)
  })

  it('while reading is asked again later', async () => {
    const { url, deliveries } = await receiver()
    await endJob('a', url)
    const claim = vi.spyOn(store.webhooks, 'claim').mockRejectedValue(new Error('disk I/O error'))
    open().wake()
    await until('it has failed', () => said("can't read the due webhooks") === 1)
    claim.mockRestore()
    await vi.advanceTimersByTimeAsync(RETRY)
    await until('it is sent', settled)
    expect(deliveries).toHaveLength(1)
  })
})
