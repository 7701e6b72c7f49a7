import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ErrorResponseSchema, type RunRecord, RunRecordSchema, type RunRequest, RunResultSchema } from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readEvents } from './support/events.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

type Target = Pick<TestService, 'url'>

function send(
  { url }: Target,
  path: string,
  request: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  return fetch(new URL(path, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(request),
  })
}

const accept = async (target: Target, request: RunRequest, headers?: Record<string, string>): Promise<RunRecord> => {
  const response = await send(target, '/v1/runs?wait=false', request, headers)
  const record = RunRecordSchema.parse(await response.json())
  expect([response.status, response.headers.get('location')]).toEqual([202, `/v1/runs/${record.id}`])
  return record
}

const refusal = async (answer: Promise<Response>): Promise<object> => {
  const response = await answer
  return { status: response.status, ...ErrorResponseSchema.parse(await response.json()).error }
}

const recordOf = async ({ url }: Target, id: string): Promise<RunRecord> =>
  RunRecordSchema.parse(await (await fetch(new URL(`/v1/runs/${id}`, url))).json())

/** Follows a job to its end. */
async function ended(target: Target, id: string): Promise<RunRecord> {
  const response = await fetch(new URL(`/v1/runs/${id}/events`, target.url))
  for await (const { event } of readEvents(response)) if (event.type === 'exit') break
  return recordOf(target, id)
}

/** A cold start on a busy machine. */
const PATIENT = { timeout: 90_000 }

const echo = (word: string): RunRequest => ({ language: 'bash', code: `echo ${word}` })

describe('POST /v1/runs?wait=false', () => {
  it('accepts a job and runs it after its client has gone', async () => {
    const { id, state } = await accept(service, echo('later'))
    expect(state).not.toBe('ended')
    const record = await ended(service, id)
    expect(record).toMatchObject({ id, state: 'ended', verdict: 'ok', result: { id, run: { stdout: 'later\n' } } })
  })

  it('refuses at once a job that could never run', async () => {
    const post = (request: object): Promise<object> => refusal(send(service, '/v1/runs?wait=false', request))
    expect(await post({ language: 'klingon', code: '1' })).toMatchObject({ status: 400, code: 'unknown-language' })
    expect(await post({ ...echo('a'), version: '1' })).toMatchObject({ status: 400, code: 'unknown-version' })
    expect(await post({ ...echo('a'), session: 'x' })).toMatchObject({ status: 400, field: 'session' })
    expect(await refusal(send(service, '/v1/runs?wait=maybe', echo('a')))).toMatchObject({ field: 'wait' })
  })

  it('cancels a queued job, and an active one', async () => {
    await using small = await startService({ SANDRUN_MAX_SANDBOXES: '1' })
    const running = await accept(small, { language: 'bash', code: 'echo ready; while :; do sleep 0.05; done' })
    const waiting = await accept(small, echo('never'))
    await expect.poll(async () => (await recordOf(small, running.id)).timeline.length, PATIENT).toBeGreaterThan(0)
    for (const { id } of [waiting, running]) {
      expect((await fetch(new URL(`/v1/runs/${id}`, small.url), { method: 'DELETE' })).status).toBe(202)
    }
    expect(await ended(small, waiting.id)).toMatchObject({ verdict: 'cancelled', timeline: [] })
    expect(await ended(small, running.id)).toMatchObject({
      verdict: 'cancelled',
      result: { run: { stdout: 'ready\n' } },
    })
  })

  it('refuses jobs beyond its limit, and serves those it accepted', async () => {
    await using small = await startService({ SANDRUN_MAX_SANDBOXES: '1', SANDRUN_MAX_JOBS: '2' })
    const sleeper = { language: 'bash', code: 'sleep 1' }
    const accepted: string[] = []
    let full: Response | null = null
    // The scheduler gets eight at once; two may wait behind them.
    for (let count = 0; count < 11 && full === null; count++) {
      const response = await send(small, '/v1/runs?wait=false', sleeper)
      if (response.status === 202) accepted.push(RunRecordSchema.parse(await response.json()).id)
      else full = response
    }
    expect(accepted).toHaveLength(10)
    expect(full?.status).toBe(429)
    for (const id of accepted.slice(2)) await fetch(new URL(`/v1/runs/${id}`, small.url), { method: 'DELETE' })
    for (const id of accepted) expect((await ended(small, id)).state).toBe('ended')
  })
})

describe('jobs after a restart', () => {
  it('exist, with their events, until they are too many', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'sandrun-state-'))
    const environment = { SANDRUN_STATE_DIR: stateDir, SANDRUN_INSTANCE: `test-${process.pid}`, SANDRUN_KEEP_JOBS: '2' }
    const ids: string[] = []
    let before: RunRecord
    {
      await using first = await startService(environment)
      for (const word of ['a', 'b', 'c']) {
        const { id } = await accept(first, echo(word))
        ids.push(id)
        await ended(first, id)
      }
      before = await recordOf(first, ids[2] ?? '')
    }
    await using second = await startService(environment)
    expect(await recordOf(second, ids[2] ?? '')).toEqual(before)
    const stream = readEvents(await fetch(new URL(`/v1/runs/${ids[2]}/events`, second.url)))
    const types: string[] = []
    for await (const { event } of stream) types.push(event.type)
    expect(types).toEqual(['started', 'phase', 'output', 'exit'])
    expect((await fetch(new URL(`/v1/runs/${ids[0]}`, second.url))).status).toBe(404)
    await rm(stateDir, { recursive: true })
  })

  it('run if they had not started before the service was stopped, and are lost if they had', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'sandrun-state-'))
    const environment = {
      SANDRUN_STATE_DIR: stateDir,
      SANDRUN_INSTANCE: `test-${process.pid}`,
      SANDRUN_MAX_SANDBOXES: '1',
    }
    let ids: string[]
    {
      await using first = await startService(environment)
      const running = await accept(first, { language: 'bash', code: 'echo ready; while :; do sleep 0.05; done' })
      await expect.poll(async () => (await recordOf(first, running.id)).timeline.length, PATIENT).toBeGreaterThan(0)
      ids = [running.id, (await accept(first, echo('after'))).id]
    }
    await using second = await startService(environment)
    expect(await ended(second, ids[0] ?? '')).toMatchObject({ verdict: 'worker-lost' })
    expect(await ended(second, ids[1] ?? '')).toMatchObject({ verdict: 'ok', result: { run: { stdout: 'after\n' } } })
    await rm(stateDir, { recursive: true })
  })

  it('stay with their process: a second one refuses jobs and nothing else', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'sandrun-state-'))
    const environment = { SANDRUN_STATE_DIR: stateDir, SANDRUN_INSTANCE: `test-${process.pid}` }
    {
      await using _first = await startService(environment)
      await using second = await startService({ ...environment, PORT: '0' })
      expect(await refusal(send(second, '/v1/runs?wait=false', echo('a')))).toMatchObject({
        status: 503,
        code: 'state-unavailable',
        hint: expect.stringContaining('SANDRUN_STATE_DIR'),
      })
      expect((await send(second, '/v1/runs', echo('a'))).status).toBe(200)
    }
    await rm(stateDir, { recursive: true })
  })
})

describe('Idempotency-Key', () => {
  const UNIQUE: RunRequest = { language: 'bash', code: 'cat /proc/sys/kernel/random/uuid' }

  it('returns the same run for the same request, accepted or waited for, at once or later', async () => {
    const headers = { 'idempotency-key': '"8e03978e-40d5-43dd-bc93-6894a57f9324"' }
    const [first, second] = await Promise.all([accept(service, UNIQUE, headers), accept(service, UNIQUE, headers)])
    expect(second.id).toBe(first.id)
    const answers = [await send(service, '/v1/runs', UNIQUE, headers), await send(service, '/v1/runs', UNIQUE, headers)]
    const results = await Promise.all(answers.map(async (answer) => RunResultSchema.parse(await answer.json())))
    expect(results[0]).toEqual(results[1])
    expect(results[0]?.id).toBe(first.id)
    expect((await accept(service, UNIQUE, { 'idempotency-key': 'another' })).id).not.toBe(first.id)
  })

  it('refuses another request under the same key', async () => {
    const headers = { 'idempotency-key': 'mine' }
    await accept(service, echo('a'), headers)
    expect(await refusal(send(service, '/v1/runs?wait=false', echo('b'), headers))).toMatchObject({
      status: 422,
      code: 'idempotency-key-reused',
      field: 'Idempotency-Key',
    })
  })

  it('lets a caller whose connection broke fetch the result later', async () => {
    const headers = { 'idempotency-key': 'come-back' }
    const request = { language: 'bash', code: 'cat /proc/sys/kernel/random/uuid; sleep 0.5' }
    const left = new AbortController()
    const cut = fetch(new URL('/v1/runs', service.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(request),
      signal: left.signal,
    })
    const { id } = await accept(service, request, headers)
    left.abort()
    await expect(cut).rejects.toThrow('aborted')
    const again = RunResultSchema.parse(await (await send(service, '/v1/runs', request, headers)).json())
    expect(again).toMatchObject({ id, verdict: 'ok' })
  })

  it.each(['', '"', 'a"b', 'x'.repeat(256), 'ü'])('refuses the key %j', async (key) => {
    expect(await refusal(send(service, '/v1/runs', echo('a'), { 'idempotency-key': key }))).toMatchObject({
      status: 400,
      field: 'Idempotency-Key',
    })
  })
})

describe('the space for jobs', () => {
  it('is limited for queued jobs, and for ended ones', async () => {
    const stateDir = await mkdtemp(join(tmpdir(), 'sandrun-state-'))
    const environment = {
      SANDRUN_STATE_DIR: stateDir,
      SANDRUN_INSTANCE: `test-${process.pid}`,
      SANDRUN_KEEP_JOBS_MB_EACH: '1',
    }
    const ids: string[] = []
    {
      await using first = await startService(environment)
      const large = { language: 'bash', code: `#${'x'.repeat(1_200_000)}` }
      await expect(refusal(send(first, '/v1/runs?wait=false', large))).resolves.toMatchObject({
        status: 429,
        code: 'queue-full',
        message: 'With this job, your waiting jobs would exceed 1 MB.',
      })
      for (let index = 0; index < 3; index++) {
        const { id } = await accept(first, { language: 'bash', code: "head -c 400000 /dev/zero | tr '\\0' x" })
        await ended(first, id)
        ids.push(id)
      }
    }
    // The records of the last minutes are in memory; the next process reads the disk.
    await using second = await startService(environment)
    const statuses = ids.map(async (id) => (await fetch(new URL(`/v1/runs/${id}`, second.url))).status)
    await expect(Promise.all(statuses)).resolves.toEqual([404, 200, 200])
    await rm(stateDir, { recursive: true })
  })
})
