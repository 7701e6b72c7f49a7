import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { watch } from '../src/conformance/watched-run.ts'
import { codeOf, create, end, list, open, run, sandboxes, show, traces } from './support/cluster-sessions.ts'
import { connectToOneOf, post, type ProcessCluster, type ProcessNode, startCluster } from './support/process-cluster.ts'
import { sh } from './support/process-worker.ts'

let cluster: ProcessCluster

beforeEach(async () => {
  cluster = await startCluster()
})
afterEach(() => cluster[Symbol.asyncDispose]())

const gateway = (): Promise<ProcessNode> =>
  cluster.add('gateway', { SANDRUN_MAX_SESSIONS: '2', SANDRUN_CAPS: 'running=10' })

/** A worker with room for this much. Gateways apply the caps, so its own settings for them do not matter. */
const worker = (places = 4): Promise<ProcessNode> =>
  cluster.add('worker', { SANDRUN_MAX_SANDBOXES: String(places), SANDRUN_MAX_SESSIONS: '1' })

describe('a session of a cluster', () => {
  it('is the same at every gateway, from its creation to its end', async () => {
    const only = await worker()
    const [one, other] = [await gateway(), await gateway()]
    const [first, second] = [await open(one), await open(other)]
    for (const at of [one, other]) {
      expect(await list(at)).toEqual([first, second])
      expect(await (await show(at, first)).json()).toMatchObject({ id: first, state: 'idle', memoryMb: 256 })
      await expect(run(at, first, 'echo line >>file; wc -l <file')).resolves.toMatchObject({ verdict: 'ok' })
    }
    await expect(run(one, first, 'wc -l <file; ls')).resolves.toMatchObject({
      language: 'sh',
      warm: true,
      run: { stdout: expect.stringMatching(/^2\n/) },
    })
    await expect(run(one, second, 'ls')).resolves.toMatchObject({
      run: { stdout: expect.not.stringContaining('file') },
    })
    expect([await end(other, first), await end(one, second)]).toEqual([204, 204])
    for (const at of [one, other]) {
      expect(await list(at)).toEqual([])
      expect(await codeOf(show(at, first))).toEqual([404, 'not-found'])
      expect(await codeOf(post(at, `/v1/sessions/${first}/runs`, { code: 'true' }))).toEqual([404, 'not-found'])
      expect(await end(at, first)).toBe(404)
    }
    expect(await sandboxes(only)).toBe(0)
    expect(await traces(cluster.redis)).toEqual([])
  })

  it('carries a live run of any gateway, one at a time, with input, signals and its end', async () => {
    await worker()
    const [one, other] = [await gateway(), await gateway()]
    const id = await open(one)
    using client = await connectToOneOf(other)
    const talk = 'trap "echo caught" INT; until [ "$line" = last ]; do read line && echo "got $line"; done; cat'
    const live = watch(client, { session: id, code: talk })
    live.send('early\n')
    await live.sees('got early')
    live.active.signal('SIGINT')
    await live.sees('caught')
    expect(await (await show(one, id)).json()).toMatchObject({ state: 'running', expiresAt: null })
    expect(await codeOf(post(one, `/v1/sessions/${id}/runs`, { code: 'true' }))).toEqual([409, 'session-busy'])
    live.send('last\nrest\n')
    live.active.endStdin()
    await expect(live.result).resolves.toMatchObject({ verdict: 'ok', run: { stdout: /rest\n$/ } })
    const endless = watch(client, { session: id, code: 'echo on; sleep 1000' })
    await endless.sees('on')
    expect(await end(one, id)).toBe(204)
    await expect(endless.result).resolves.toMatchObject({ verdict: 'cancelled' })
  })

  it('refuses what it can’t do, like a service on one machine', async () => {
    await worker()
    const at = await gateway()
    const id = await open(at)
    const inIt = (body: object): Promise<[number, string]> => codeOf(post(at, `/v1/sessions/${id}/runs`, body))
    expect(await inIt({ language: 'made', code: 'true' })).toEqual([400, 'invalid-request'])
    expect(await inIt({ code: 'true', limits: { memoryMb: 999 } })).toEqual([400, 'limit-too-high'])
    const creating = (body: object): Promise<[number, string]> => codeOf(post(at, '/v1/sessions', body))
    expect(await creating({ language: 'klingon' })).toEqual([400, 'unknown-language'])
    expect(await creating({ language: 'sh', version: '9' })).toEqual([400, 'unknown-version'])
    expect(await creating({ language: 'sh', limits: { memoryMb: 99_999 } })).toEqual([400, 'limit-too-high'])
    expect(await codeOf(show(at, '..%2Fnode'))).toEqual([404, 'not-found'])
    expect(await list(at)).toEqual([id])
  })

  it('is also on a process that is gateway and worker', async () => {
    const [all, other] = [await cluster.add('all'), await gateway()]
    const id = await open(all)
    for (const at of [all, other]) {
      await expect(run(at, id, 'echo line >>file; cat file')).resolves.toMatchObject({ verdict: 'ok' })
      expect(await list(at)).toEqual([id])
    }
    expect(await end(all, id)).toBe(204)
    expect(await sandboxes(all)).toBe(0)
  })

  it('is what tools of MCP use, at any gateway', async () => {
    await worker()
    const client = new Client({ name: 'test', version: '1' })
    await client.connect(new StreamableHTTPClientTransport(new URL('/mcp', (await gateway()).url)))
    const call = (name: string, given: Record<string, string>) => client.callTool({ name, arguments: given })
    const made = await call('create_session', { language: 'sh' })
    const { session } = made.structuredContent as { session: string }
    await call('run_code', { session, code: 'echo kept >note' })
    const ran = await call('run_code', { session, code: 'cat note' })
    expect(ran).toMatchObject({ structuredContent: { verdict: 'ok', run: { stdout: 'kept\n' } } })
    expect(await call('stop_session', { session })).not.toHaveProperty('isError')
    expect(await call('run_code', { session, code: 'true' })).toMatchObject({ isError: true })
    await client.close()
  })
})

describe('sessions of a cluster', () => {
  it('are as many as their owner may have, on all workers together', async () => {
    const workers = [await worker(1), await worker(1)]
    const [one, other] = [await gateway(), await gateway()]
    const ids = [await open(one), await open(other)]
    expect(await Promise.all(workers.map(sandboxes))).toEqual([1, 1])
    for (const at of [one, other]) expect(await codeOf(create(at))).toEqual([429, 'too-many-sessions'])
    expect(await end(one, ids[0] ?? '')).toBe(204)
    await open(other)
  })

  it('wait in turn for room, and leave the queue with their client', async () => {
    const only = await worker(1)
    const at = await gateway()
    const id = await open(at)
    const client = new AbortController()
    const left = fetch(new URL('/v1/sessions', at.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"language":"sh"}',
      signal: client.signal,
    }).catch(() => 'left')
    const waiting = (): Promise<number> => cluster.redis.client.zcard('sr:waiting')
    await expect.poll(waiting).toBe(1)
    const next = post(at, '/v1/runs', sh('echo next'))
    await expect.poll(waiting).toBe(2)
    client.abort()
    expect(await left).toBe('left')
    await expect.poll(waiting).toBe(1)
    // A run of a session needs no other room.
    await expect(run(at, id, 'echo inside')).resolves.toMatchObject({ run: { stdout: 'inside\n' } })
    expect(await end(at, id)).toBe(204)
    expect(await (await next).json()).toMatchObject({ verdict: 'ok', run: { stdout: 'next\n' } })
    expect(await list(at)).toEqual([])
    await expect.poll(() => sandboxes(only)).toBe(0)
  })
})
