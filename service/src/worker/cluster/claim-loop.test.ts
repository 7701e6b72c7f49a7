import { SandrunError } from '@sandrun/shared'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { fakeRegistry } from '../../../test/support/fake-registry.ts'
import { lastOf, FakeHost } from '../../../test/support/fake-host.ts'
import { fakeQueue } from '../../../test/support/fake-queue.ts'
import { principal } from '../../../test/support/principal.ts'
import { decodeToGateway, encodeLinkFrame, type PlainToWorker } from '../../model/link-frame.ts'
import { encodeOrder } from '../../model/order-document.ts'
import type { Directory } from '../../ports/directory.ts'
import type { LiveRunHost } from '../../ports/live-run.ts'
import { ClaimLoop } from './claim-loop.ts'

const gateway = {
  id: 'gateway',
  role: 'gateway',
  host: '',
  version: '',
  running: 0,
  places: 0,
  draining: false,
} as const
const directory: Directory = {
  put: async () => {},
  find: async () => null,
  follow: async () => null,
  serve: async () => null,
  expire: async () => {},
}
const liveRuns: LiveRunHost = {
  follow: () => expect.unreachable('No client follows a job.'),
  find: () => expect.unreachable('No client reconnects to a job.'),
}
const sessions = { open: () => expect.unreachable('Nobody wants a session.') }

let host: FakeHost
let loop: ClaimLoop
let orders: string[]
let wake: () => void
/** What gateways got: the link, and the type. */
let told: unknown[]

beforeEach(() => {
  vi.useFakeTimers()
  ;[host, orders, told] = [new FakeHost(), [], []]
  const queue = fakeQueue({
    async claim() {
      const run = orders.shift()
      const nothing = async (): Promise<void> => {}
      return run === undefined
        ? null
        : { run, body: orderOf(), begin: async () => true, release: nothing, end: nothing }
    },
    onWork(callback) {
      wake = callback
      return () => {}
    },
  })
  const send = async (_node: string, message: Uint8Array): Promise<boolean> => {
    const { link, type } = decodeToGateway(message)?.frame ?? {}
    told.push([link, type])
    return true
  }
  const membership = { node: 'worker', connected: true, now: Date.now }
  const registry = fakeRegistry(async () => [{ ...gateway, languages: [] }])
  const log = pino({ level: 'silent' })
  const bus = { send }
  loop = new ClaimLoop({ host, sessions, queue, membership, registry, directory, liveRuns, bus, places: 2, log })
})
afterEach(async () => {
  await loop.close()
  vi.useRealTimers()
})

const tell = (frame: PlainToWorker, run: string, link: string, body?: Uint8Array): boolean =>
  loop.receive(encodeLinkFrame({ ...frame, run, link, from: 'gateway', n: 0 }, body))

/** An attempt at the same job. */
const orderOf = (): Uint8Array =>
  encodeOrder({
    id: 'job',
    request: { language: 'sh', code: 'true' },
    principal: principal('ada'),
    live: false,
    resumable: null,
    asks: false,
    resumeToken: 'token',
    origin: { node: 'gateway', link: 'first' },
  })

it('tells another gateway of a job’s run, also long after an earlier attempt here has failed', async () => {
  orders = ['one']
  host.refusal = new SandrunError('queue-full', 'Too many wait.')
  wake()
  await vi.advanceTimersByTimeAsync(0)
  host.refusal = null
  orders = ['two']
  wake()
  await vi.advanceTimersByTimeAsync(0)
  await lastOf(host).begin()
  await vi.advanceTimersByTimeAsync(130_000)
  told = []
  tell({ type: 'rejoin' }, 'two', 'second')
  lastOf(host).end()
  await vi.advanceTimersByTimeAsync(0)
  expect(told).toEqual([
    ['second', 'message'],
    ['second', 'message'],
    ['second', 'result'],
  ])
})

it('starts a run of its session once, however often the order comes, and whatever else runs', async () => {
  orders = ['one', 'two', 'three']
  wake()
  await vi.advanceTimersByTimeAsync(0)
  expect([host.runs.length, loop.running, orders]).toEqual([2, 2, ['three']])
  for (const link of ['first', 'first']) tell({ type: 'order' }, 'inside', link, orderOf())
  await vi.advanceTimersByTimeAsync(0)
  expect([host.runs.length, loop.running]).toEqual([3, 2])
})

it('refuses a run of its session while it drains', async () => {
  const drained = loop.drain(new AbortController().signal)
  tell({ type: 'order' }, 'late', 'first', orderOf())
  await drained
  expect([host.runs, told]).toEqual([
    [],
    [
      ['first', 'claimed'],
      ['first', 'failed'],
    ],
  ])
})

it('says so when it does not know what a gateway asks for', async () => {
  tell({ type: 'attach', resumeToken: 'token', stdout: 0, stderr: 0 }, 'unknown', 'client')
  tell({ type: 'rejoin' }, 'unknown', 'job')
  tell({ type: 'ask', owner: 'ada', about: 'info' }, 'unknown', 'question')
  tell({ type: 'cancel' }, 'unknown', 'nobody')
  await vi.advanceTimersByTimeAsync(0)
  expect(told).toEqual([
    ['client', 'message'],
    ['client', 'ended'],
    ['job', 'failed'],
    ['question', 'failed'],
  ])
})
