import { SandrunError } from '@sandrun/shared'
import { pino } from 'pino'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { lastOf, FakeHost } from '../../../test/support/fake-host.ts'
import { fakeQueue } from '../../../test/support/fake-queue.ts'
import { principal } from '../../../test/support/principal.ts'
import { decodeToGateway, encodeLinkFrame } from '../../model/link-frame.ts'
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
      return run === undefined ? null : { run, body: orderOf(), begin: async () => true, end: async () => {} }
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
  const registry = { list: async () => [{ ...gateway, languages: [] }] }
  const log = pino({ level: 'silent' })
  const bus = { send }
  loop = new ClaimLoop({ host, sessions, queue, membership, registry, directory, liveRuns, bus, places: 2, log })
})
afterEach(async () => {
  await loop.close()
  vi.useRealTimers()
})

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
  loop.receive(encodeLinkFrame({ type: 'rejoin', run: 'two', link: 'second', from: 'gateway', n: 0 }))
  lastOf(host).end()
  await vi.advanceTimersByTimeAsync(0)
  expect(told).toEqual([
    ['second', 'message'],
    ['second', 'message'],
    ['second', 'result'],
  ])
})
