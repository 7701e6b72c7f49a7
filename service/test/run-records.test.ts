import { once } from 'node:events'
import { type IncomingMessage, request as httpRequest } from 'node:http'
import {
  ErrorResponseSchema,
  type RunEvent,
  type RunList,
  RunListSchema,
  type RunRecord,
  RunRecordSchema,
  type RunRequest,
  toBytes,
} from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { outputOf, readEvents, type StreamedEvent } from './support/events.ts'
import { connect, post, startService, type TestService, watch } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(new URL(path, service.url), init)

async function list(query: string): Promise<RunList> {
  return RunListSchema.parse(await (await ask(`/v1/runs?${query}`)).json())
}

async function recordOf(id: string): Promise<RunRecord> {
  return RunRecordSchema.parse(await (await ask(`/v1/runs/${id}`)).json())
}

async function streamOf(id: string, headers: Record<string, string> = {}): Promise<StreamedEvent[]> {
  const events: StreamedEvent[] = []
  for await (const event of readEvents(await ask(`/v1/runs/${id}/events`, { headers }))) events.push(event)
  return events
}

async function eventsOf(id: string, headers: Record<string, string> = {}): Promise<RunEvent[]> {
  return (await streamOf(id, headers)).map(({ event }) => event)
}

/** A run that waits for its user, with its output so far. */
async function startWaiting(
  code = 'echo ready; read line; echo "$line"',
): Promise<{ client: Awaited<ReturnType<typeof connect>>; run: ReturnType<typeof watch>; id: string }> {
  const client = await connect(service)
  const accepted = Promise.withResolvers<string>()
  const run = watch(client, { language: 'bash', code }, { accepted: (id) => accepted.resolve(id) })
  await run.sees('ready')
  return { client, run, id: await accepted.promise }
}

/** Writes to both channels in turns, so slowly that each turn is read before the next begins. */
const TURNS: RunRequest = {
  language: 'bash',
  code: 'for turn in 0 1 2; do echo "out $turn"; sleep 0.1; echo "err $turn" >&2; sleep 0.1; done',
}

describe('GET /v1/runs/:id', () => {
  it('returns the result of an ended run', async () => {
    const result = await post(service, { language: 'python', code: 'print(6 * 7)' })
    const record = await recordOf(result.id)
    expect(record).toMatchObject({ id: result.id, language: 'python', state: 'ended', verdict: 'ok', result })
  })

  it('returns the state of an active run', async () => {
    const { client, run, id } = await startWaiting()
    const record = await recordOf(id)
    expect(record).toMatchObject({ id, state: 'running' })
    expect(record.result).toBeUndefined()
    run.send('\n')
    await run.result
    client.close()
  })

  it('returns the order and the times of both channels', async () => {
    const { id } = await post(service, TURNS)
    const { timeline, result } = await recordOf(id)
    expect(timeline.map(({ channel }) => channel)).toEqual(['stdout', 'stderr', 'stdout', 'stderr', 'stdout', 'stderr'])
    const times = timeline.map(({ atMs }) => atMs)
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    expect(times[0]).toBeGreaterThan(0)
    const stdout = toBytes(result?.run?.stdout ?? '')
    const pieces = timeline.filter(({ channel }) => channel === 'stdout')
    expect(
      pieces.map(({ offset, length }) => Buffer.from(stdout.subarray(offset, offset + length)).toString()),
    ).toEqual(['out 0\n', 'out 1\n', 'out 2\n'])
  })

  it('distinguishes compiling and running in the timeline', async () => {
    const { id } = await post(service, {
      language: 'c',
      code: '#warning look\n#include <stdio.h>\nint main(void) { puts("hi"); }\n',
    })
    const { timeline } = await recordOf(id)
    expect(new Set(timeline.map(({ phase, channel }) => `${phase} ${channel}`))).toEqual(
      new Set(['compile stderr', 'run stdout']),
    )
  })

  it('says why a run never began', async () => {
    await expect(post(service, { language: 'python', version: '2', code: 'print 1' })).rejects.toThrow(
      'unknown-version',
    )
    const { runs } = await list('limit=1')
    expect(await recordOf(runs[0]?.id ?? '')).toMatchObject({ state: 'ended', error: { code: 'unknown-version' } })
  })

  it('does not know a missing run', async () => {
    for (const path of ['/v1/runs/none', '/v1/runs/none/events']) {
      const response = await ask(path)
      expect(response.status).toBe(404)
      expect(await response.json()).toMatchObject({ error: { code: 'not-found', message: 'Unknown run.' } })
    }
  })
})

describe('GET /v1/runs/:id/events', () => {
  it("sends the WebSocket's messages and the output, in order, and ends with the exit", async () => {
    const { id } = await post(service, TURNS)
    const events = await eventsOf(id)
    expect(events.map(({ type }) => type)).toEqual(['started', 'phase', ...Array(6).fill('output'), 'exit'])
    expect(events.map(({ order }) => order)).toEqual(events.map((_event, index) => index + 1))
    expect(events[2]).toMatchObject({ channel: 'stdout', offset: 0, content: 'out 0\n' })
    expect(events[3]).toMatchObject({ channel: 'stderr', offset: 0, content: 'err 0\n' })
    expect(outputOf(events, 'stdout').toString()).toBe('out 0\nout 1\nout 2\n')
    expect(events.at(-1)).toMatchObject({ type: 'exit', result: { id, verdict: 'ok' } })
  })

  it('sends events as they happen', async () => {
    const { client, run, id } = await startWaiting()
    const seen: RunEvent[] = []
    for await (const { event } of readEvents(await ask(`/v1/runs/${id}/events`))) {
      seen.push(event)
      if (event.type === 'output' && event.content === 'ready\n') run.send('back\n')
    }
    expect(outputOf(seen, 'stdout').toString()).toBe('ready\nback\n')
    await run.result
    client.close()
  })

  it('returns bytes that are not UTF-8 as base64', async () => {
    const { id } = await post(service, { language: 'bash', code: String.raw`printf '\xff\x00'` })
    expect(await eventsOf(id)).toContainEqual(expect.objectContaining({ content: { base64: '/wA=' } }))
  })

  it('continues after any event a reader has seen', async () => {
    const { id } = await post(service, TURNS)
    const whole = await streamOf(id)
    for (const [index, { id: lastEventId }] of whole.slice(0, -1).entries()) {
      const rest = await eventsOf(id, { 'last-event-id': lastEventId })
      expect(rest).toEqual(whole.slice(index + 1).map(({ event }) => event))
    }
    const after = await ask(`/v1/runs/${id}/events`, { headers: { 'last-event-id': whole.at(-1)?.id ?? '' } })
    expect(after.status).toBe(204)
  })

  it('refuses a Last-Event-ID that it did not send', async () => {
    const { id } = await post(service, { language: 'bash', code: 'echo' })
    const response = await ask(`/v1/runs/${id}/events`, { headers: { 'last-event-id': 'x' } })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'invalid-request', field: 'Last-Event-ID' } })
  })

  it('marks the missing middle of large output, and keeps its beginning and end', async () => {
    const { id } = await post(service, { language: 'bash', code: 'echo first; yes | head -c 4000000; echo last' })
    const events = await eventsOf(id)
    const gaps = events.filter((event) => event.type === 'gap')
    expect(gaps).toHaveLength(1)
    const [gap] = gaps
    const kept = outputOf(events, 'stdout')
    expect(kept.length + (gap?.to ?? 0) - (gap?.from ?? 0)).toBe(4_000_000 + 'first\nlast\n'.length)
    expect(kept.subarray(0, 6).toString()).toBe('first\n')
    expect(kept.subarray(-5).toString()).toBe('last\n')
  })

  it('keeps little for a reader that takes none of a large output, and says what it missed', async () => {
    const flood = post(service, { language: 'bash', code: 'sleep 1; yes | head -c 50000000' })
    const newest = async (): Promise<unknown> => (await list('limit=1')).runs[0]
    await expect.poll(newest).toMatchObject({ state: 'running' })
    const { id = '' } = (await list('limit=1')).runs[0] ?? {}
    const reader = httpRequest(new URL(`/v1/runs/${id}/events`, service.url), { agent: false }).end()
    const [response] = (await once(reader, 'response')) as [IncomingMessage]
    response.pause()
    await expect(flood).resolves.toMatchObject({ id, verdict: 'ok' })
    // The bytes on their way, mostly in the kernel's buffers.
    const text = (await response.toArray()).join('')
    expect(text.length).toBeLessThan(12 * 2 ** 20)
    expect(text).toContain('event: gap')
    expect(text).toContain('event: exit')
  })
})

describe('DELETE /v1/runs/:id', () => {
  it('cancels an active run', async () => {
    const { client, run, id } = await startWaiting()
    const response = await ask(`/v1/runs/${id}`, { method: 'DELETE' })
    expect(response.status).toBe(202)
    expect(await response.json()).toMatchObject({ id })
    await expect(run.result).resolves.toMatchObject({ verdict: 'cancelled', run: { stdout: 'ready\n' } })
    client.close()
  })
})

describe('the runs of another principal', () => {
  const token = 'sixteen-letters!'

  it('look like missing runs, whether they are active or ended', async () => {
    await using shared = await startService({ SANDRUN_TOKEN: token, SANDRUN_ANONYMOUS: 'on' })
    const request = (path: string, init: RequestInit = {}): Promise<Response> => fetch(new URL(path, shared.url), init)
    const own = { headers: { authorization: `Bearer ${token}` } }
    const ended = await post(shared, { language: 'bash', code: 'echo mine' }, token)
    const accepted = await request('/v1/runs?wait=false', {
      method: 'POST',
      headers: { ...own.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ language: 'bash', code: 'while :; do sleep 0.05; done' }),
    })
    const live = RunRecordSchema.parse(await accepted.json())
    for (const { id } of [ended, live, { id: 'none' }]) {
      for (const [method, path] of [
        ['GET', ''],
        ['GET', '/events'],
        ['DELETE', ''],
      ]) {
        const response = await request(`/v1/runs/${id}${path}`, { method: method ?? 'GET' })
        const { error } = ErrorResponseSchema.parse(await response.json())
        expect([response.status, error.code, error.message]).toEqual([404, 'not-found', 'Unknown run.'])
      }
    }
    expect(RunListSchema.parse(await (await request('/v1/runs')).json()).runs).toEqual([])
    const mine = RunListSchema.parse(await (await request('/v1/runs', own)).json())
    expect(mine.runs.map(({ id }) => id)).toEqual([live.id, ended.id])
    expect((await request(`/v1/runs/${live.id}`, { ...own, method: 'DELETE' })).status).toBe(202)
  })
})

describe('GET /v1/runs', () => {
  it('lists the newest first, page by page, each run once', async () => {
    const ids: string[] = []
    for (const word of ['a', 'b', 'c'])
      ids.unshift((await post(service, { language: 'bash', code: `echo ${word}` })).id)
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const query = new URLSearchParams({ limit: '2', ...(cursor !== undefined && { cursor }) })
      const page = await list(query.toString())
      expect(page.runs.length).toBeLessThanOrEqual(2)
      seen.push(...page.runs.map(({ id }) => id))
      ;({ cursor } = page)
    } while (cursor !== undefined)
    expect(seen.slice(0, 3)).toEqual(ids)
    expect(new Set(seen).size).toBe(seen.length)
  })

  it.each([
    ['limit=0', 'limit'],
    ['limit=many', 'limit'],
    ['limit=201', 'limit'],
    ['cursor=x', 'cursor'],
    ['page=2', 'page'],
  ])('refuses %s by name', async (query, field) => {
    const response = await ask(`/v1/runs?${query}`)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ error: { code: 'invalid-request', field } })
  })
})
