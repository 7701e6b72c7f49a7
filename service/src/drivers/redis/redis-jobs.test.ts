import { randomBytes } from 'node:crypto'
import type { RunEvent } from '@sandrun/shared'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { jobStoreContract } from '../../../test/contracts/job-store.ts'
import { webhookOutboxContract } from '../../../test/contracts/webhook-outbox.ts'
import { type RedisServer, startRedis } from '../../../test/support/redis-server.ts'
import { lostEvents } from '../../model/lost-job.ts'
import { ANONYMOUS } from '../../model/principal.ts'
import { readStarted } from './job-replies.ts'
import { TAKE_OVER_STARTED } from './look-scripts.ts'
import type { Reach } from '../../ports/reach.ts'
import { answeredSoon, reachOf } from './reach.ts'
import { RedisJobs } from './redis-jobs.ts'

const ROOM = { count: 100, age: 1e9, bytes: 1e9, principalBytes: 1e9 }
const started = { language: 'c', version: '14.2', warm: true }

let server: RedisServer
let node: string

beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server[Symbol.asyncDispose]())
beforeEach(async () => {
  node = 'one'
  for (const name of ['one', 'other']) await live(name)
})
afterEach(() => server.client.flushall())

const live = (name: string): Promise<unknown> => server.client.zadd('sr:nodes', Date.now() + 1e9, name)
const kill = (name: string): Promise<unknown> => server.client.zadd('sr:nodes', 1, name)
const jobsOf = (name: () => string, now: () => number = Date.now, reach: Reach = answeredSoon): RedisJobs =>
  new RedisJobs({ redis: server.client, reach, node: name, now, keptMs: 1e9 })

/** Its process comes back under another name. */
async function die(): Promise<void> {
  await kill(node)
  node = `${node}-again`
  await live(node)
}

jobStoreContract('Redis', (clock) => jobsOf(() => node, clock), die)
webhookOutboxContract('Redis', (clock) => jobsOf(() => node, clock))

it('refuses whatever a client asks at once while it cannot reach Redis', async () => {
  const jobs = jobsOf(() => node, Date.now, reachOf({ connected: false }))
  const principal = { ...ANONYMOUS, address: '127.0.0.1' }
  const order = { id: 'a', principal, createdAt: new Date().toISOString(), language: 'c', request: { code: 'x' } }
  const asked = [
    jobs.add({ ...order, idempotency: null, webhook: null, note: null }),
    jobs.findByKey('ada', 'key'),
    jobs.waitingBytes('ada'),
    jobs.find('ada', 'a'),
    jobs.findCurrent('ada', 'a'),
    jobs.requestCancel('ada', 'a'),
    jobs.list('ada', { limit: 1, after: null }),
    jobs.forget('ada', 'a'),
  ]
  for (const one of await Promise.allSettled(asked)) {
    expect(one).toMatchObject({ status: 'rejected', reason: { code: 'cluster-unavailable', retryAfter: 5 } })
  }
})

describe('jobs of two gateways', () => {
  let one: RedisJobs
  let other: RedisJobs
  beforeEach(() => {
    one = jobsOf(() => node)
    other = jobsOf(() => 'other')
  })

  const add = (jobs: RedisJobs, id: string, more: { code?: string; url?: string; key?: string } = {}) =>
    jobs.add({
      id,
      principal: { ...ANONYMOUS, id: 'ada', address: '127.0.0.1' },
      createdAt: new Date().toISOString(),
      language: 'c',
      request: { language: 'c', code: more.code ?? 'secret source' },
      idempotency: more.key === undefined ? null : { key: more.key, fingerprint: 'f' },
      webhook: more.url === undefined ? null : { url: more.url },
      note: null,
    })
  const end = (jobs: RedisJobs, id: string): Promise<boolean> =>
    jobs.end(id, lostEvents({ id, language: 'c', startedAt: new Date().toISOString(), started }))
  const ids = (found: readonly { id: string }[]): string[] => found.map(({ id }) => id)

  it('are known to both, and held by one', async () => {
    await add(one, 'a')
    expect(await other.findCurrent('ada', 'a')).toMatchObject({ summary: { id: 'a', state: 'queued' }, note: null })
    expect(await other.findCurrent('eve', 'a')).toBeNull()
    expect(ids(await other.list('ada', { limit: 9, after: null }))).toEqual(['a'])
    expect([await other.waiting(), await other.order('a'), await end(other, 'a')]).toEqual([[], null, false])
    await expect(other.start('a', started)).rejects.toThrow('was not waiting')
    await one.start('a', started)
    expect(await other.findCurrent('ada', 'a')).toMatchObject({ summary: { state: 'running' } })
    expect([await other.endLost(), await end(other, 'a'), await end(one, 'a')]).toEqual([0, false, true])
    expect(await other.findCurrent('ada', 'a')).toBeNull()
    expect(await other.find('ada', 'a')).toMatchObject({ summary: { verdict: 'worker-lost' } })
  })

  it('go to the other one when theirs is dead, and nothing that the dead one says counts', async () => {
    for (const id of ['waits', 'runs']) await add(one, id)
    await one.start('runs', started)
    await kill('one')
    await expect(one.start('waits', started)).rejects.toThrow('was not waiting')
    expect(ids(await other.waiting())).toEqual(['waits'])
    expect(await other.endLost()).toBe(1)
    expect([await one.order('waits'), await end(one, 'waits'), await end(one, 'runs')]).toEqual([null, false, false])
    expect(await other.order('waits')).toMatchObject({ request: { code: 'secret source' } })
    await other.start('waits', started)
    expect(await end(other, 'waits')).toBe(true)
  })

  it('are followed by the other one once they have begun, when theirs is dead', async () => {
    await add(one, 'a')
    await one.start('a', started)
    expect(await other.takeOverStarted()).toEqual([])
    await kill('one')
    expect(await other.takeOverStarted()).toMatchObject([{ id: 'a', principal: { id: 'ada' }, language: 'c', started }])
    expect([await other.takeOverStarted(), await other.endLost()]).toEqual([[], 0])
    expect([await end(one, 'a'), await end(other, 'a')]).toEqual([false, true])
  })

  it('are taken over once they have begun, even if the first answer is lost and the connection asks again', async () => {
    await add(one, 'a')
    await one.start('a', started)
    await kill('one')
    const ask = async (name: string): Promise<string[]> =>
      ids(readStarted(await TAKE_OVER_STARTED.run(server.client, 'other', name)))
    expect([await ask('first'), await ask('first'), await ask('second')]).toEqual([['a'], ['a'], []])
  })

  it('leave nothing behind of an end that Redis has no memory for', async () => {
    await add(one, 'a')
    await one.start('a', started)
    const used = /^used_memory:(\d+)/m.exec(await server.client.info('memory'))?.[1]
    await server.client.config('SET', 'maxmemory', Number(used) + 4 * 2 ** 20)
    onTestFinished(() => server.client.config('SET', 'maxmemory', 0).then(() => {}))
    const content = 'x'.repeat(16 * 2 ** 20)
    const events: RunEvent[] = [
      { type: 'output', channel: 'stdout', offset: 0, content, order: 1, atMs: 0 },
      ...lostEvents({ id: 'a', language: 'c', startedAt: '2026-01-01T00:00:00Z', started }),
    ]
    await expect(one.end('a', events)).rejects.toThrow('EXECABORT')
    expect(await server.client.keys('sr:job-events:*')).toEqual([])
    await server.client.config('SET', 'maxmemory', 0)
    expect(await one.end('a', events)).toBe(true)
  })

  it('are refused, and leave nothing behind, when Redis has no memory for them', async () => {
    const used = /^used_memory:(\d+)/m.exec(await server.client.info('memory'))?.[1]
    await server.client.config('SET', 'maxmemory', Number(used) + 4 * 2 ** 20)
    onTestFinished(() => server.client.config('SET', 'maxmemory', 0).then(() => {}))
    const refusal = { code: 'cluster-unavailable', retryAfter: 5, message: 'Redis has no room for the job.' }
    await expect(add(one, 'a', { code: 'x'.repeat(12 * 2 ** 20) })).rejects.toMatchObject(refusal)
    expect(await server.client.keys('sr:job*')).toEqual([])
  })

  it('are cancelled by the one that holds them', async () => {
    await add(one, 'a')
    await other.requestCancel('eve', 'a')
    expect(await one.toCancel()).toEqual([])
    await other.requestCancel('ada', 'a')
    expect([await one.toCancel(), await other.toCancel()]).toEqual([['a'], []])
    await end(one, 'a')
    await other.requestCancel('ada', 'a')
    expect(await one.toCancel()).toEqual([])
  })

  it('have their webhooks sent by the other one when a sender is dead', async () => {
    await add(one, 'a', { url: 'https://example.org/' })
    await end(one, 'a')
    expect(await one.webhooks.claim(9, 60_000)).toHaveLength(1)
    expect(await other.webhooks.claim(9, 60_000)).toEqual([])
    await kill('one')
    expect(await other.webhooks.claim(9, 60_000)).toMatchObject([{ job: 'a', attempts: 0 }])
    expect(await other.webhooks.claim(9, 60_000)).toEqual([])
  })

  it('leave no program in Redis once it runs, and nothing once they are forgotten', async () => {
    const code = randomBytes(2_000_000).toString('hex')
    await add(one, 'a', { code, key: 'k', url: 'https://example.org/' })
    expect((await one.order('a'))?.request.code).toBe(code)
    expect(await server.client.hlen('sr:job-order:a')).toBeGreaterThan(3)
    await one.start('a', started)
    expect(await server.client.exists('sr:job-order:a')).toBe(0)
    await end(one, 'a')
    const [events = ''] = await server.client.keys('sr:job-events:*')
    expect(await server.client.ttl(events)).toBeGreaterThan(1e6)
    await other.prune({ ...ROOM, count: 0 })
    expect((await server.client.keys('*')).toSorted()).toEqual(['sr:jobs:arrivals', 'sr:jobs:size', 'sr:nodes'])
    expect(await server.client.get('sr:jobs:size')).toBe('0')
  })

  it('take no more of Redis than they may, of all and of each', async () => {
    for (const id of ['a', 'b', 'c']) {
      await add(one, id)
      await end(one, id)
    }
    const each = Number(await server.client.hget('sr:job:a', 'bytes'))
    await one.prune({ ...ROOM, bytes: 2 * each - 1 })
    expect(ids(await one.list('ada', { limit: 9, after: null }))).toEqual(['c', 'b'])
    await one.prune({ ...ROOM, principalBytes: each - 1 })
    expect(ids(await one.list('ada', { limit: 9, after: null }))).toEqual(['c'])
  })
})
