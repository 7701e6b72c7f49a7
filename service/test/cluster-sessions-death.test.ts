import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { watch } from '../src/conformance/watched-run.ts'
import { codeOf, create, end, list, open, run, sandboxes, show, traces } from './support/cluster-sessions.ts'
import { connectToOneOf, post, type ProcessCluster, type ProcessNode, startCluster } from './support/process-cluster.ts'

let cluster: ProcessCluster

beforeEach(async () => {
  cluster = await startCluster()
})
afterEach(() => cluster[Symbol.asyncDispose]())

const gateway = (more: Record<string, string> = {}): Promise<ProcessNode> =>
  cluster.add('gateway', { SANDRUN_MAX_SESSIONS: '1', SANDRUN_CAPS: 'running=10', ...more })
const worker = (more: Record<string, string> = {}): Promise<ProcessNode> => cluster.add('worker', more)
const gone = [404, 'not-found']

describe('a worker that is killed', () => {
  it('takes its session with it: the run in it is lost, and the session does not exist', async () => {
    const first = await worker()
    const [one, other] = [await gateway(), await gateway()]
    const id = await open(one)
    using client = await connectToOneOf(other)
    const live = watch(client, { session: id, code: 'echo up; sleep 1000' })
    await live.sees('up')
    await worker()
    await first.kill()
    await expect(live.result).resolves.toMatchObject({ verdict: 'worker-lost', language: 'sh' })
    for (const at of [one, other]) {
      expect(await codeOf(show(at, id))).toEqual(gone)
      expect(await codeOf(post(at, `/v1/sessions/${id}/runs`, { code: 'true' }))).toEqual(gone)
      expect(await list(at)).toEqual([])
      expect(await end(at, id)).toBe(404)
    }
    // It no longer counts.
    expect(await end(other, await open(one))).toBe(204)
    expect(await traces(cluster.redis)).toEqual([])
  })

  it('answers a question about its session that came before its death', async () => {
    const first = await worker()
    const at = await gateway()
    const id = await open(at)
    first.child.kill('SIGSTOP')
    const answers = [codeOf(show(at, id)), end(at, id)]
    expect(await Promise.all(answers)).toEqual([gone, 404])
    await first.kill()
  })

  it('before the session is ready leaves it to another', async () => {
    const held = await worker({ TEST_HOLDS: '1' })
    const at = await gateway()
    const created = create(at)
    await expect.poll(() => cluster.redis.client.keys('sr:claims:*')).toHaveLength(1)
    await worker()
    await held.kill()
    expect((await created).status).toBe(201)
    expect(await list(at)).toHaveLength(1)
  })
})

describe('a worker that gets SIGTERM', () => {
  it('lets the run of its session end, and then ends the session', async () => {
    const first = await worker({ SANDRUN_DRAIN_MS: '600000' })
    const [one, other] = [await gateway(), await gateway({ SANDRUN_MAX_SESSIONS: '2' })]
    const id = await open(one)
    using client = await connectToOneOf(one)
    const live = watch(client, { session: id, code: 'echo up; read line; echo "got $line"' })
    await live.sees('up')
    const stopped = first.stop()
    await worker()
    const refused = (): Promise<[number, string]> => codeOf(post(one, `/v1/sessions/${id}/runs`, { code: 'true' }))
    await expect.poll(refused).toEqual([503, 'shutting-down'])
    const next = await open(other)
    expect(await list(one)).toEqual([id, next])
    live.send('it\n')
    await expect(live.result).resolves.toMatchObject({ verdict: 'ok', run: { stdout: 'up\ngot it\n' } })
    await stopped
    expect(await list(one)).toEqual([next])
    await expect(run(one, next, 'echo here')).resolves.toMatchObject({ run: { stdout: 'here\n' } })
  })
})

describe('a gateway that is killed', () => {
  it('leaves no sandbox of a session that its client cannot know', async () => {
    const only = await worker()
    const victim = await gateway({ TEST_DIES_AT_SESSION: '1' })
    await expect(create(victim)).rejects.toThrow('fetch failed')
    await expect.poll(() => traces(cluster.redis)).toEqual([])
    expect(await sandboxes(only)).toBe(0)
  })

  it('leaves no order that becomes a session', async () => {
    const only = await worker({ SANDRUN_MAX_SANDBOXES: '1' })
    const [victim, other] = [await gateway({ SANDRUN_MAX_SESSIONS: '2' }), await gateway()]
    const id = await open(other)
    const waiting = create(victim).catch(() => null)
    await expect.poll(() => cluster.redis.client.zcard('sr:waiting')).toBe(1)
    await victim.kill()
    await waiting
    await expect.poll(() => cluster.redis.client.zcount('sr:nodes', '(1', '+inf')).toBe(2)
    expect(await end(other, id)).toBe(204)
    await expect.poll(() => traces(cluster.redis)).toEqual([])
    expect(await sandboxes(only)).toBe(0)
  })

  it('loses neither a session nor the run in it', async () => {
    await worker()
    const [victim, other] = [await gateway(), await gateway()]
    const id = await open(victim)
    using client = await connectToOneOf(victim, other)
    const live = watch(client, { session: id, code: 'echo kept >file; echo up; read line; echo "got $line"' })
    await live.sees('up')
    await victim.kill()
    live.send('it\n')
    await expect(live.result).resolves.toMatchObject({ verdict: 'ok' })
    expect(live.bytes('stdout').toString()).toBe('up\ngot it\n')
    await expect(run(other, id, 'cat file')).resolves.toMatchObject({ run: { stdout: 'kept\n' } })
  })
})

describe('a Redis that hangs', () => {
  it('and restarts keeps the sessions, and how many each owner has', async () => {
    await worker()
    const at = await gateway()
    const id = await open(at)
    cluster.redis.pause()
    await cluster.redis.restart()
    await expect.poll(async () => (await show(at, id)).status).toBe(200)
    await expect(run(at, id, 'echo here')).resolves.toMatchObject({ run: { stdout: 'here\n' } })
    expect(await codeOf(create(at))).toEqual([429, 'too-many-sessions'])
  })

  it('makes the gateway refuse sessions, and after too long their worker ends them', async () => {
    const only = await worker()
    const at = await gateway()
    const id = await open(at)
    cluster.redis.pause()
    for (const refused of [create(at), show(at, id)]) {
      expect(await codeOf(refused)).toEqual([503, 'cluster-unavailable'])
    }
    await expect.poll(() => sandboxes(only)).toBe(0)
    cluster.redis.resume()
    await expect.poll(async () => (await create(at)).status).toBe(201)
    expect(await codeOf(show(at, id))).toEqual(gone)
  })
})
