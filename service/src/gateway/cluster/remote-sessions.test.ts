import { pino } from 'pino'
import { expect, it, onTestFinished } from 'vitest'
import { fakeRegistry } from '../../../test/support/fake-registry.ts'
import { fakeQueue } from '../../../test/support/fake-queue.ts'
import { principal } from '../../../test/support/principal.ts'
import { Drain } from '../../health/drain.ts'
import { decodeToWorker, encodeLinkFrame, type PlainToGateway } from '../../model/link-frame.ts'
import { decodeOrder } from '../../model/order-document.ts'
import type { QueuedOrder } from '../../ports/run-queue.ts'
import { ClusterLanguages } from './cluster-languages.ts'
import { Links } from './links.ts'
import { RemoteSessions } from './remote-sessions.ts'

const log = pino({ level: 'silent' })
const membership = { node: 'gateway', connected: true, now: Date.now }
const request = { language: 'c' }
const ada = principal('ada')

function setUp() {
  const sent: (string | undefined)[] = []
  const orders: QueuedOrder[] = []
  const withdrawn: string[] = []
  const queue = fakeQueue({
    submit: async (order) => void orders.push(order),
    withdraw: async (id) => withdrawn.push(id) > 0,
  })
  const send = async (_node: string, message: Uint8Array): Promise<boolean> => {
    sent.push(decodeToWorker(message)?.frame.type)
    return true
  }
  const registry = fakeRegistry()
  const links = new Links({ membership, registry, queue, log }, () => ({ send }))
  const languages = new ClusterLanguages(registry, log)
  onTestFinished(() => {
    links[Symbol.dispose]()
    languages[Symbol.dispose]()
  })
  const found = Promise.withResolvers<void>()
  languages.search = async () => {
    await found.promise
    return { id: 'c' } as Awaited<ReturnType<ClusterLanguages['search']>>
  }
  const sessions = new RemoteSessions({
    queue,
    directory: { find: async () => null, list: async () => [] },
    links,
    membership,
    languages,
    drain: new Drain(),
    caps: { running: 1, queued: 1, runsPerMinute: 1, cpuSecondsPerDay: 1 },
    maxSessions: 2,
    reach: (ask) => ask(),
  })
  const say = (frame: PlainToGateway, n: number): void => {
    const [order] = orders
    if (order === undefined) throw new Error('Nothing is ordered.')
    const { id: run, body } = order
    const { link } = decodeOrder(body).origin
    links.receive(encodeLinkFrame({ ...frame, run, link, from: 'worker', n }))
  }
  return { sessions, found, sent, orders, withdrawn, say }
}

const INFO = {
  id: 'session',
  language: 'c',
  version: '1',
  state: 'idle',
  memoryMb: 1,
  processes: 1,
  diskMb: 1,
  idleTimeoutMs: 1000,
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: null,
} as const
const LEFT = new Error('The client has left.')

it('orders nothing for a client that left while its language was looked up', async () => {
  const { sessions, found, orders } = setUp()
  const client = new AbortController()
  const created = sessions.create(request, ada, client.signal)
  client.abort(LEFT)
  found.resolve()
  await expect(created).rejects.toBe(LEFT)
  expect(orders).toEqual([])
})

it('withdraws an order when its client leaves', async () => {
  const { sessions, found, orders, withdrawn } = setUp()
  const client = new AbortController()
  const created = sessions.create(request, ada, client.signal)
  found.resolve()
  await expect.poll(() => orders).toHaveLength(1)
  client.abort(LEFT)
  await expect(created).rejects.toBe(LEFT)
  expect(withdrawn).toEqual(orders.map(({ id }) => id))
})

it('keeps a session that it has given to its client, also when the client leaves', async () => {
  const { sessions, found, orders, sent, say } = setUp()
  const client = new AbortController()
  const created = sessions.create(request, ada, client.signal)
  found.resolve()
  await expect.poll(() => orders).toHaveLength(1)
  say({ type: 'claimed' }, 0)
  say({ type: 'session', info: INFO }, 1)
  await expect(created).resolves.toEqual(INFO)
  expect(sent).toEqual(['keep'])
  client.abort(LEFT)
  expect(sent).toEqual(['keep'])
})

it.each<[string, PlainToGateway]>([
  ['claims it', { type: 'claimed' }],
  ['has it ready', { type: 'session', info: INFO }],
])('ends a session of a client that has left when a worker %s', async (_what, frame) => {
  const { sessions, found, orders, sent, say } = setUp()
  const client = new AbortController()
  const created = sessions.create(request, ada, client.signal)
  found.resolve()
  await expect.poll(() => orders).toHaveLength(1)
  client.abort(LEFT)
  await expect(created).rejects.toBe(LEFT)
  say(frame, 0)
  expect(sent).toEqual(['cancel'])
})
