import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { busContract, type BusUnderTest } from '../../../test/contracts/bus.ts'
import { directoryContract } from '../../../test/contracts/directory.ts'
import { runQueueContract } from '../../../test/contracts/run-queue.ts'
import { sessionDirectoryContract } from '../../../test/contracts/session-directory.ts'
import { type RedisServer, startRedis } from '../../../test/support/redis-server.ts'
import { until } from '../../../test/support/until.ts'
import type { NodeReport } from '../../ports/node-registry.ts'
import { connectRedis } from './connection.ts'
import { INBOX, RedisBus } from './redis-bus.ts'
import { RedisDirectory } from './redis-directory.ts'
import { RedisMembership } from './redis-membership.ts'
import { RedisRunQueue } from './redis-run-queue.ts'
import { RedisSessions } from './redis-sessions.ts'

const log = pino({ level: 'silent' })
const REPORT: NodeReport = { role: 'worker', host: 'here', version: '1', running: 0, places: 2, draining: false }

let server: RedisServer
let stack: AsyncDisposableStack

beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server[Symbol.asyncDispose]())
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(async () => {
  // A failed test may have left it paused.
  server.resume()
  await stack.disposeAsync()
  await server.client.flushall()
})

function connect(): ReturnType<typeof connectRedis> {
  return stack.adopt(connectRedis(server.url, log), (redis) => redis.disconnect())
}

async function join(more: Partial<Parameters<typeof RedisMembership.join>[0]> = {}): Promise<RedisMembership> {
  const terms = {
    redis: connect(),
    report: () => REPORT,
    languages: () => [],
    fenced: () => {},
    inboxes: [INBOX],
    ...more,
  }
  return stack.use(await RedisMembership.join(terms))
}

describe('the queue in Redis', () => {
  let given: Parameters<typeof runQueueContract>[0]
  beforeEach(async () => {
    const [one, other] = [await join(), await join()]
    const open = (): Promise<RedisRunQueue> =>
      RedisRunQueue.open({ redis: connect(), listening: connect(), membership: one, maxQueued: 3 })
    const queues = [await open(), await open()] as const
    const die = async (node: string): Promise<void> => void (await server.client.zadd('sr:nodes', 1, node))
    given = () => ({ queues, nodes: [one.node, other.node], die })
  })
  runQueueContract(() => given())

  it('wakes two of the nodes that found nothing and have the language, those that have waited longest', async () => {
    const [queue] = given().queues
    const nodes = [...given().nodes, (await join()).node, (await join()).node]
    const idle = () => server.client.zrange('sr:idle', '0', '-1')
    const order = { owner: 'ada', interactive: true, caps: { running: 9, queued: 9 }, body: Buffer.from('program') }
    const [first = '', second = '', third = '', fourth = ''] = nodes
    for (const node of nodes) expect(await queue.claim(node, node === second ? ['java'] : ['sh', 'c'])).toBeNull()
    expect(await idle()).toEqual(nodes)
    await queue.submit({ ...order, id: 'a', language: 'sh' })
    expect(await idle()).toEqual([second, fourth])
    await queue.submit({ ...order, id: 'b', language: 'haskell' })
    expect(await idle()).toEqual([second, fourth])
    // Who has asked in vain waits the longest from then on; who has found something does not wait.
    expect((await queue.claim(third, ['sh']))?.run).toBe('a')
    expect(await queue.claim(first, ['sh'])).toBeNull()
    expect(await idle()).toEqual([second, fourth, first])
    await given().die(fourth)
    await queue.submit({ ...order, id: 'c', language: 'java' })
    expect(await idle()).toEqual([first])
  })

  it('wakes a node for the next run of an owner who was at the cap', async () => {
    const [queue] = given().queues
    const [one, other] = given().nodes
    const order = { owner: 'ada', interactive: true, caps: { running: 1, queued: 9 }, body: Buffer.from('program') }
    await queue.submit({ ...order, id: 'a', language: 'sh' })
    await queue.submit({ ...order, id: 'b', language: 'java' })
    const claim = await queue.claim(one, ['sh'])
    expect(await queue.claim(other, ['java'])).toBeNull()
    await claim?.end()
    expect(await server.client.zrange('sr:idle', '0', '-1')).toEqual([])
    expect((await queue.claim(other, ['java']))?.run).toBe('b')
  })

  it('does not wake a node that drains', async () => {
    const [queue] = given().queues
    const [one, other] = given().nodes
    const stop = queue.onWork(() => {})
    expect(await given().queues[1].claim(other, ['sh'])).toBeNull()
    expect(await queue.claim(one, ['sh'])).toBeNull()
    stop()
    await expect.poll(() => server.client.zrange('sr:idle', '0', '-1'), { timeout: 20_000 }).toEqual([other])
  })

  it('keeps no program after its run has begun, and no trace of a run for good', async () => {
    const { queues, nodes } = given()
    const order = { id: 'r', owner: 'ada', interactive: true, language: 'sh', caps: { running: 1, queued: 1 } }
    await queues[0].submit({ ...order, body: Buffer.from('program') })
    expect(await server.client.exists('sr:order:r')).toBe(1)
    const claim = await queues[1].claim(nodes[0], ['sh'])
    await claim?.begin()
    expect(await server.client.exists('sr:order:r')).toBe(0)
    await claim?.end()
    await queues[0].submit({ ...order, id: 's', sessions: 1, body: Buffer.from('session') })
    await (await queues[1].claim(nodes[0], ['sh']))?.end()
    const keys = await server.client.keys('sr:*')
    const lasting = await Promise.all(keys.map(async (key) => ((await server.client.ttl(key)) < 0 ? [key] : [])))
    expect(lasting.flat().toSorted()).toEqual(['sr:arrivals', 'sr:nodes'])
  })
})

describe('the sessions in Redis', () => {
  let given: ReturnType<Parameters<typeof sessionDirectoryContract>[0]>
  beforeEach(async () => {
    const [one, other] = [await join(), await join()]
    const redis = connect()
    const queue = await RedisRunQueue.open({ redis, listening: connect(), membership: one, maxQueued: 10 })
    const die = async (node: string): Promise<void> => void (await server.client.zadd('sr:nodes', 1, node))
    given = { directory: new RedisSessions(redis), queue, nodes: [one.node, other.node], die }
  })
  sessionDirectoryContract(() => given)
})

describe('the directory in Redis', () => {
  directoryContract(() => new RedisDirectory(connect()))
})

describe('the bus in Redis', () => {
  let nodes: readonly [BusUnderTest, BusUnderTest]
  beforeEach(async () => {
    const open = async (): Promise<BusUnderTest> => {
      const membership = await join()
      const received: Uint8Array[] = []
      const bus = new RedisBus({
        redis: connect(),
        reading: connect(),
        inbox: INBOX,
        node: () => membership.node,
        receive: (message) => received.push(message),
      })
      stack.use(bus)
      return { bus, node: membership.node, received }
    }
    nodes = [await open(), await open()]
  })
  busContract(() => nodes)

  it('keeps nothing that was read', async () => {
    const [one, other] = nodes
    for (let count = 0; count < 50; count++) await one.bus.send(other.node, Buffer.alloc(1000))
    await until('all have come', () => other.received.length === 50)
    await expect.poll(() => server.client.xlen(`sr:inbox:${other.node}`)).toBe(1)
  })

  it('loses nothing when Redis hangs and restarts', async () => {
    const [one, other] = nodes
    const sent: Promise<boolean>[] = []
    const send = (at: number): void => void sent.push(one.bus.send(other.node, Buffer.from(String(at))))
    for (let at = 0; at < 20; at++) send(at)
    server.pause()
    for (let at = 20; at < 40; at++) send(at)
    await server.restart()
    for (let at = 40; at < 60; at++) send(at)
    await Promise.all(sent)
    await until('all have come', () => new Set(other.received.map(String)).size === 60)
    const firsts = [...new Set(other.received.map(String))]
    expect(firsts).toEqual(Array.from({ length: 60 }, (_value, at) => String(at)))
  })
})

describe('the nodes in Redis', () => {
  it("know each other's state, and when one has left", async () => {
    const one = await join({ report: () => ({ ...REPORT, running: 1 }) })
    const other = await join()
    expect(await other.list()).toEqual(
      expect.arrayContaining([
        { ...REPORT, id: one.node, running: 1, languages: [] },
        { ...REPORT, id: other.node, languages: [] },
      ]),
    )
    const both = new Set([one.node, other.node, 'unknown'])
    expect(await other.alive(both)).toEqual(new Set([one.node, other.node]))
    await one[Symbol.asyncDispose]()
    expect(await other.list()).toMatchObject([{ id: other.node }])
    expect(await other.alive(both)).toEqual(new Set([other.node]))
    expect(await other.alive(new Set())).toEqual(new Set())
  })

  it('end their runs before anybody considers them dead, and continue as new nodes', async () => {
    const fenced: string[] = []
    const lifetimes = { beatMs: 20, fenceMs: 1000, deadMs: 60_000 }
    const one: RedisMembership = await join({ lifetimes, fenced: () => void fenced.push('fenced') })
    const other = await join()
    const before = one.node
    server.pause()
    await until('it gives up', () => one.node !== before && !one.connected)
    expect(fenced.length).toBeGreaterThan(0)
    await expect(one.list()).rejects.toMatchObject({ code: 'cluster-unavailable', retryAfter: 5 })
    await expect(one.alive(new Set([before]))).rejects.toMatchObject({ code: 'cluster-unavailable' })
    server.resume()
    await until('it is back', () => one.connected)
    expect(one.node).not.toBe(before)
    const nodes = await other.list()
    // Nobody considered it dead.
    expect(nodes.map(({ id }) => id)).toEqual(expect.arrayContaining([before, one.node]))
  })

  it('give up when they learn that they were considered dead', async () => {
    const fenced: string[] = []
    const lifetimes = { beatMs: 20, fenceMs: 10_000, deadMs: 20_000 }
    const one: RedisMembership = await join({ lifetimes, fenced: () => void fenced.push('fenced') })
    const before = one.node
    await server.client.zadd('sr:nodes', 1, before)
    await until('it gives up', () => fenced.length > 0)
    expect(one.node).not.toBe(before)
  })
})
