import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { type RedisServer, startRedis } from '../../../test/support/redis-server.ts'
import { ANONYMOUS } from '../../model/principal.ts'
import { answeredSoon } from './reach.ts'
import { RedisJobs } from './redis-jobs.ts'

const started = { language: 'c', version: '14.2', warm: true }

let server: RedisServer

beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server[Symbol.asyncDispose]())
beforeEach(async () => {
  for (const name of ['one', 'other']) await server.client.zadd('sr:nodes', Date.now() + 1e9, name)
})
afterEach(() => server.client.flushall())

const kill = (name: string): Promise<unknown> => server.client.zadd('sr:nodes', 1, name)
const jobsOf = (name: string): RedisJobs =>
  new RedisJobs({ redis: server.client, reach: answeredSoon, node: () => name, now: Date.now, keptMs: 1e9 })
const ids = (found: readonly { id: string }[]): string[] => found.map(({ id }) => id)

/** Adds jobs with these numbers, in this order. */
async function add(jobs: RedisJobs, from: number, to: number): Promise<string[]> {
  const added = Array.from({ length: to - from }, (_value, at) => `job-${from + at}`)
  const adding = added.map((id) =>
    jobs.add({
      id,
      principal: { ...ANONYMOUS, id: 'ada', address: '127.0.0.1' },
      createdAt: new Date().toISOString(),
      language: 'c',
      request: { language: 'c', code: 'x' },
      idempotency: null,
      webhook: null,
      note: null,
    }),
  )
  await Promise.all(adding)
  return added
}

/** What a gateway asks every second. */
async function look(jobs: RedisJobs): Promise<string[]> {
  return [ids(await jobs.takeOverStarted()), ids(await jobs.waiting()), await jobs.toCancel()].flat()
}

/** The commands that Redis carries out for this, those in scripts included. */
async function commandsOf(action: () => Promise<unknown>): Promise<number> {
  await server.client.config('RESETSTAT')
  await action()
  const calls = [...(await server.client.info('commandstats')).matchAll(/^cmdstat_(.*?):calls=(\d+)/gm)]
  return calls.reduce((sum, [, name = '', count]) => (/^(?:config|info)/.test(name) ? sum : sum + Number(count)), 0)
}

/** Sets the time when the gateway is told of its waiting jobs again. */
async function tellAt(node: string, time: string): Promise<void> {
  const key = `sr:jobs:waiting:${node}`
  for (const member of await server.client.zrange(key, '0', '-1')) await server.client.zadd(key, time, member)
}

describe('a look for jobs', () => {
  it('costs no more, however many jobs wait, run and end at any gateway', async () => {
    const [one, other] = [jobsOf('one'), jobsOf('other')]
    const fill = async (from: number, to: number): Promise<void> => {
      const added = await add(other, from, to)
      for (const id of added.slice(to - from > 2 ? -40 : -1)) await other.start(id, started)
      for (const id of added) await one.requestCancel('ada', id)
      await add(one, 1000 + from, 1000 + to)
      await tellAt('one', '+inf')
    }
    await fill(0, 2)
    // Redis learns the scripts.
    await look(one)
    const few = await commandsOf(() => look(one))
    await fill(2, 120)
    const many = await commandsOf(async () => expect(await look(one)).toEqual([]))
    expect(many).toBe(few)
  })

  it('tells a gateway of its own job in time, in case it does not know of it', async () => {
    const one = jobsOf('one')
    await add(one, 0, 2)
    await tellAt('one', '+inf')
    expect(await one.waiting()).toEqual([])
    await tellAt('one', '1')
    expect(ids(await one.waiting())).toEqual(['job-0', 'job-1'])
    expect(await server.client.zcount('sr:jobs:waiting:one', '-inf', 1)).toBe(0)
  })

  it('works in a Redis without memory', async () => {
    const one = jobsOf('one')
    await add(one, 0, 1)
    await tellAt('one', '1')
    await server.client.config('SET', 'maxmemory', 1)
    onTestFinished(() => server.client.config('SET', 'maxmemory', 0).then(() => {}))
    for (const _again of [1, 2]) expect(ids(await one.waiting())).toEqual(['job-0'])
  })

  it('takes over the jobs of a dead gateway in parts, the oldest first, with the wish to cancel them', async () => {
    const [one, other] = [jobsOf('one'), jobsOf('other')]
    const added = await add(one, 0, 1002)
    await other.requestCancel('ada', 'job-5')
    await other.requestCancel('ada', 'job-1001')
    await one.start('job-1001', started)
    await kill('one')
    expect(ids(await other.takeOverStarted())).toEqual(['job-1001'])
    expect(ids(await other.waiting())).toEqual(added.slice(0, 1000))
    await tellAt('other', '+inf')
    expect(ids(await other.waiting())).toEqual(['job-1000'])
    expect((await other.toCancel()).toSorted()).toEqual(['job-1001', 'job-5'])
    expect(await server.client.smembers('sr:jobs:holders')).toEqual(['other'])
    expect(await server.client.keys('sr:jobs:*:one')).toEqual([])
  })
})
