import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import {
  type RunEvent,
  type RunList,
  RunListSchema,
  RunRecordSchema,
  type RunResult,
  RunResultSchema,
} from '@sandrun/shared'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { watch } from '../src/conformance/watched-run.ts'
import { outputOf, readEvents, type StreamedEvent } from './support/events.ts'
import { connectToOneOf, post, type ProcessCluster, type ProcessNode, startCluster } from './support/process-cluster.ts'
import { sh } from './support/process-worker.ts'

let cluster: ProcessCluster
let gateways: readonly [ProcessNode, ProcessNode]
let folder: string

beforeAll(async () => {
  cluster = await startCluster()
  await cluster.add('worker')
  gateways = [await cluster.add('gateway'), await cluster.add('gateway')]
}, 60_000)
afterAll(() => cluster[Symbol.asyncDispose]())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandrun-gateways-'))
})
afterEach(() => rm(folder, { recursive: true }))

const ask = ({ url }: ProcessNode, path: string, init?: RequestInit): Promise<Response> =>
  fetch(new URL(path, url), init)

const list = async (at: ProcessNode, query = ''): Promise<RunList> =>
  RunListSchema.parse(await (await ask(at, `/v1/runs?${query}`)).json())

const record = async (at: ProcessNode, id: string) =>
  RunRecordSchema.parse(await (await ask(at, `/v1/runs/${id}`)).json())

const run = async (at: ProcessNode, code: string): Promise<RunResult> =>
  RunResultSchema.parse(await (await post(at, '/v1/runs', sh(code))).json())

async function collect(response: Response): Promise<StreamedEvent[]> {
  const events: StreamedEvent[] = []
  for await (const event of readEvents(response)) events.push(event)
  return events
}

describe('a run of another gateway', () => {
  it('is in the list, page by page, each run once', async () => {
    const ids: string[] = []
    for (const [at, word] of ['a', 'b', 'c', 'd'].entries()) {
      ids.unshift((await run(gateways[at % 2 === 0 ? 0 : 1], `echo ${word}`)).id)
    }
    for (const gateway of gateways) {
      const seen: string[] = []
      let cursor: string | undefined
      do {
        const page = await list(gateway, new URLSearchParams({ limit: '1', ...(cursor && { cursor }) }).toString())
        seen.push(...page.runs.map(({ id }) => id))
        ;({ cursor } = page)
      } while (cursor !== undefined)
      expect(seen.slice(0, 4)).toEqual(ids)
      expect(new Set(seen).size).toBe(seen.length)
    }
  })

  it('has the same record and events', async () => {
    const { id } = await run(gateways[0], 'echo out; echo err >&2')
    const { timeline } = await record(gateways[0], id)
    expect(timeline.map(({ channel, length }) => [channel, length]).toSorted()).toEqual([
      ['stderr', 4],
      ['stdout', 4],
    ])
    expect(await record(gateways[1], id)).toEqual(await record(gateways[0], id))
    const path = `/v1/runs/${id}/events`
    const [own, other] = [await collect(await ask(gateways[0], path)), await collect(await ask(gateways[1], path))]
    expect(other).toEqual(own)
    expect(other.at(-1)?.event).toMatchObject({ type: 'exit', result: { id, verdict: 'ok' } })
    const events = own.map(({ event }) => event)
    expect(outputOf(events, 'stdout').toString()).toBe('out\n')
    for (const [index, { id: seen }] of own.slice(0, -1).entries()) {
      const rest = await collect(await ask(gateways[1], path, { headers: { 'last-event-id': seen } }))
      expect(rest).toEqual(own.slice(index + 1))
    }
    const headers = { 'last-event-id': own.at(-1)?.id ?? '' }
    expect((await ask(gateways[1], path, { headers })).status).toBe(204)
    expect((await ask(gateways[1], '/v1/runs/none')).status).toBe(404)
  })

  it('is followed as it happens, and cancelled', async () => {
    using client = await connectToOneOf(gateways[0])
    const live = watch(client, sh('echo ready; read line; echo "$line"; sleep 1000'))
    await live.sees('ready')
    const [newest] = (await list(gateways[1], 'limit=1')).runs
    const id = newest?.id ?? ''
    expect(newest).toMatchObject({ state: 'running' })
    const seen: RunEvent[] = []
    const cancelled: number[] = []
    for await (const { event } of readEvents(await ask(gateways[1], `/v1/runs/${id}/events`))) {
      seen.push(event)
      const output = outputOf(seen, 'stdout').toString()
      if (event.type === 'output' && output === 'ready\n') live.send('back\n')
      if (event.type === 'output' && output === 'ready\nback\n') {
        cancelled.push((await ask(gateways[1], `/v1/runs/${id}`, { method: 'DELETE' })).status)
      }
    }
    expect(cancelled).toEqual([202])
    expect(seen.at(-1)).toMatchObject({ type: 'exit', result: { verdict: 'cancelled' } })
    await expect(live.result).resolves.toMatchObject({ verdict: 'cancelled' })
  })

  it('is gone with its gateway, and the others still answer', async () => {
    await using other = await startCluster()
    await other.add('worker')
    const [first, second] = [await other.add('gateway'), await other.add('gateway')]
    const { id } = await run(first, 'echo here')
    expect(await record(second, id)).toMatchObject({ id, verdict: 'ok' })
    const hanging = first.child
    hanging.kill('SIGSTOP')
    const asked = list(second)
    await first.kill()
    expect((await asked).runs).toEqual([])
    expect((await ask(second, `/v1/runs/${id}`)).status).toBe(404)
  })
})

it('the events of a job of another gateway come as they happen, also when its gateway dies', async () => {
  await using other = await startCluster()
  await other.add('worker')
  const [first, second] = [await other.add('gateway'), await other.add('gateway')]
  const gate = join(folder, 'gate')
  const code = `echo begins; until [ -e ${gate} ]; do sleep 0.02; done; echo done`
  const { id } = RunRecordSchema.parse(await (await post(first, '/v1/runs?wait=false', sh(code))).json())
  const seen: RunEvent[] = []
  for await (const { event } of readEvents(await ask(second, `/v1/runs/${id}/events`))) {
    seen.push(event)
    // It runs, and no end is stored yet.
    if (event.type === 'output') {
      await first.kill()
      await writeFile(gate, '')
    }
  }
  expect(seen.at(-1)).toMatchObject({ type: 'exit', result: { id, verdict: 'ok', run: { stdout: 'begins\ndone\n' } } })
  expect(outputOf(seen, 'stdout').toString()).toBe('begins\ndone\n')
})

describe('MCP', () => {
  /** A client whose every second request goes to the other gateway. */
  async function connectAlternating(): Promise<{ client: Client; transport: StreamableHTTPClientTransport }> {
    let count = 0
    const transport = new StreamableHTTPClientTransport(new URL('/mcp', gateways[0].url), {
      fetch: (input, init) => {
        const url = new URL(input)
        url.port = gateways[count++ % 2 === 0 ? 0 : 1].url.port
        return fetch(url, init)
      },
    })
    const client = new Client({ name: 'test', version: '1' })
    await client.connect(transport)
    return { client, transport }
  }

  it('answers a client at every gateway, with the same session', async () => {
    const { client } = await connectAlternating()
    const { structuredContent } = await client.callTool({ name: 'create_session', arguments: { language: 'sh' } })
    const { session } = structuredContent as { session: string }
    for (const word of ['one', 'two', 'three']) {
      const code = `echo ${word} >> words; cat words`
      const answer = await client.callTool({ name: 'run_code', arguments: { session, code } })
      expect(answer).toMatchObject({ structuredContent: { verdict: 'ok' } })
    }
    const answer = await client.callTool({ name: 'run_code', arguments: { session, code: 'cat words' } })
    expect(answer).toMatchObject({ structuredContent: { run: { stdout: 'one\ntwo\nthree\n' } } })
    await client.callTool({ name: 'stop_session', arguments: { session } })
    await client.close()
  })

  it('cancels a call at the gateway that has it, and no other', async () => {
    const [{ client }, { client: other }] = [await connectAlternating(), await connectAlternating()]
    const call = async (by: Client, name: string, signal?: AbortSignal): Promise<unknown> => {
      const code = `touch ${join(folder, name)}; until [ -e ${join(folder, 'gate')} ]; do sleep 0.02; done`
      return by.callTool({ name: 'run_code', arguments: { language: 'sh', code } }, undefined, signal && { signal })
    }
    const giveUp = new AbortController()
    // Both clients count their calls, and so use the same numbers.
    const kept = call(other, 'kept')
    const given = call(client, 'given', giveUp.signal)
    const running = async () => (await list(gateways[0], 'limit=2')).runs.map(({ state }) => state)
    await expect.poll(running).toEqual(['running', 'running'])
    giveUp.abort()
    await expect(given).rejects.toThrow(/abort/i)
    const ended = async () => (await list(gateways[0], 'limit=2')).runs.map(({ verdict }) => verdict).toSorted()
    await expect.poll(ended).toEqual(['cancelled', undefined])
    await writeFile(join(folder, 'gate'), '')
    expect(await kept).toMatchObject({ structuredContent: { verdict: 'ok' } })
    await Promise.all([client.close(), other.close()])
  })

  it('cancels the calls of a client that leaves, at all gateways', async () => {
    const { client, transport } = await connectAlternating()
    const code = 'until [ -e nowhere ]; do sleep 0.02; done'
    const call = () => client.callTool({ name: 'run_code', arguments: { language: 'sh', code } }).catch(() => {})
    void call()
    void call()
    const newest = async () => (await list(gateways[0], 'limit=2')).runs
    await expect.poll(async () => (await newest()).map(({ state }) => state)).toEqual(['running', 'running'])
    await transport.terminateSession()
    await expect.poll(async () => (await newest()).map(({ verdict }) => verdict)).toEqual(['cancelled', 'cancelled'])
    await client.close()
  })

  it('says that it opens no stream for a client that asks nothing', async () => {
    const response = await ask(gateways[0], '/mcp', { headers: { accept: 'text/event-stream' } })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, DELETE'])
  })
})

it('a client of Piston gets both channels in the order of their output', async () => {
  const body = { language: 'sh', version: '*', files: [{ content: 'echo one; sleep 0.1; echo two >&2' }] }
  expect(await (await post(gateways[0], '/api/v2/execute', body)).json()).toMatchObject({
    run: { output: 'one\ntwo\n' },
  })
})

it('a flood of a batch run does not pass through Redis, and its beginning does', async () => {
  const { id } = await run(gateways[0], 'echo first; head -c 20000000 /dev/zero')
  const { timeline } = await record(gateways[0], id)
  const total = timeline.reduce((sum, { length }) => sum + length, 0)
  expect(timeline[0]).toMatchObject({ channel: 'stdout', offset: 0 })
  expect(total).toBeGreaterThan(0)
  expect(total).toBeLessThanOrEqual(256 * 1024)
})

it('a file of a Jobe client is at every gateway', async () => {
  const path = '/jobe/index.php/restapi/files/0123456789abcdef'
  const body = JSON.stringify({ file_contents: Buffer.from('content').toString('base64') })
  const headers = { 'content-type': 'application/json' }
  expect((await ask(gateways[0], path, { method: 'PUT', headers, body })).status).toBe(204)
  for (const gateway of gateways) expect((await ask(gateway, path, { method: 'HEAD' })).status).toBe(204)
})
