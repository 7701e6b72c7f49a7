import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { RunListSchema, RunRecordSchema } from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HOSTILE_INPUTS } from './support/hostile-inputs.ts'
import { RawHttp } from './support/raw-http.ts'
import { type ServiceProcess, spawnService } from './support/service-process.ts'

/**
 * In MB: memory that remains after a garbage collection, for code that was compiled at its first use, and bounded
 * caches (warm sandboxes, compiled programs). A hostile input used to leave ten times as much.
 */
const LEFT_OVER_MB = 24

/** Ended runs are kept for two minutes; nothing else needs a wait. */
const KEPT_MS = 170_000

/** Only the beginning and the end of a long answer are checked. */
const SEEN_BYTES = 64 * 1024

let stateDir: string
let service: ServiceProcess
let before: number
/** The answers of `/readyz` in the meantime. */
const readiness = new Set<number>()
const over = new AbortController()
let asking: Promise<void>

/** The service's memory in MB, with its buffers. */
async function heldMb(): Promise<number> {
  const { heapUsed, external } = await service.memory()
  return (heapUsed + external) / 2 ** 20
}

const get = (path: string): Promise<Response> => fetch(new URL(path, service.url))

/** An answer's status and message; most of a long answer is dropped. */
async function send(path: string, body: unknown): Promise<{ status: number; said: string }> {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const response = await fetch(new URL(path, service.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: isRaw ? body : JSON.stringify(body),
  })
  let head = ''
  let tail = ''
  for await (const chunk of response.body ?? []) {
    const text = Buffer.from(chunk).toString()
    if (head.length < SEEN_BYTES) head += text
    else tail = (tail + text).slice(-SEEN_BYTES)
  }
  return { status: response.status, said: head.slice(0, SEEN_BYTES) + tail }
}

async function job(body: object): Promise<string> {
  const { status, said } = await send('/v1/runs?wait=false', body)
  expect(status).toBe(202)
  return RunRecordSchema.parse(JSON.parse(said)).id
}

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'sandrun-state-'))
  service = await spawnService({
    SANDRUN_STATE_DIR: stateDir,
    SANDRUN_INSTANCE: `hostile-inputs-${process.pid}`,
    SANDRUN_MAX_SANDBOXES: '6',
    SANDRUN_KEEP_JOBS_MB_EACH: '20',
  })
  // Memory that the very first run needs does not count.
  await send('/v1/runs', { language: 'bash', code: 'true' })
  before = await heldMb()
  asking = (async () => {
    while (!over.signal.aborted) {
      readiness.add((await get('/readyz')).status)
      await delay(100, undefined, { signal: over.signal }).catch(() => {})
    }
  })()
})
afterAll(async () => {
  over.abort()
  await asking
  await service.stop()
  await rm(stateDir, { recursive: true })
})

it.each(HOSTILE_INPUTS)('%s: %s', async (_wall, path, body, expected) => {
  const { status, said } = await send(path, body)
  expect(`${status} ${said}`).toMatch(expected)
  expect(said).not.toMatch(/"internal(-error)?"/)
  expect((await get('/readyz')).status).toBe(200)
})

it('3 jobs: keeps those that fit, the newest', async () => {
  const ids: string[] = []
  for (let time = 0; time < 3; time++) {
    const id = await job({ language: 'python', code: 'print("x" * 2**24)', limits: { outputKb: 16_384 } })
    ids.push(id)
    await expect.poll(async () => (await (await get('/v1/runs?limit=1')).text()).includes('"ended"')).toBe(true)
  }
  expect((await get(`/v1/runs/${ids[2]}`)).status).toBe(200)
})

it('9 a session: can be used after its program took away the rights to /work', async () => {
  const { status, said } = await send('/v1/sessions', { language: 'bash' })
  expect(status).toBe(201)
  const session = String((JSON.parse(said) as { id: unknown }).id)
  expect((await send('/v1/runs', { code: 'chmod 000 /work', session })).said).toContain('"ok"')
  expect((await send('/v1/runs', { code: 'echo hi > a; cat a', session })).said).toContain('"stdout":"hi\\n"')
  await fetch(new URL(`/v1/sessions/${session}`, service.url), { method: 'DELETE' })
})

it('10 one principal: has a third of the machine', async () => {
  const ids = await Promise.all(Array.from({ length: 5 }, () => job({ language: 'bash', code: 'sleep 1' })))
  let most = 0
  await expect
    .poll(async () => {
      const { runs } = RunListSchema.parse(await (await get('/v1/runs?limit=5')).json())
      most = Math.max(most, runs.filter(({ state }) => state === 'running').length)
      return runs.filter(({ id, state }) => ids.includes(id) && state === 'ended').length
    })
    .toBe(5)
  expect(most).toBeLessThanOrEqual(2)
})

describe('raw requests', () => {
  const ask = async (...lines: string[]): ReturnType<RawHttp['answer']> => {
    using http = await RawHttp.open(service)
    http.send(lines)
    return await http.answer()
  }

  it.each([
    ['11 HTTP/2 by Upgrade', 200, ['host: localhost', 'connection: upgrade, http2-settings', 'upgrade: h2c']],
    ['17 localhost.', 200, ['host: localhost.']],
    ['17 localhost/evil', 403, ['host: localhost/evil']],
    ['17 two hosts', 400, ['host: localhost', 'host: localhost']],
    ['no host', 400, []],
    ['417', 417, ['host: localhost', 'expect: more']],
  ])('%s: %i', async (_wall, status, headers) => {
    const answer = await ask('GET /healthz HTTP/1.1', ...headers)
    expect(`${answer.status} ${answer.body}`).toMatch(
      new RegExp(`^${status} \\{"${status === 200 ? 'status' : 'error'}":`),
    )
  })

  it('12 a long id: 404', async () => {
    expect((await get(`/v1/runs/${'a'.repeat(3000)}`)).status).toBe(404)
  })

  it('13 bodies that never end: leave room for others', async () => {
    const head = ['POST /v1/runs HTTP/1.1', 'host: localhost', 'content-type: application/json']
    const uploads = await Promise.all(Array.from({ length: 24 }, () => RawHttp.open(service)))
    for (const upload of uploads) upload.send([...head, `content-length: ${2 ** 24}`], Buffer.alloc(2 ** 23, 'x'))
    expect((await send('/v1/runs', { language: 'bash', code: 'true' })).said).toMatch(/"ok"|"overloaded"/)
    for (const upload of uploads) upload[Symbol.dispose]()
    await expect.poll(async () => (await send('/v1/runs', { language: 'bash', code: 'true' })).said).toContain('"ok"')
  })

  it('13 forty uploads that stop in the middle: what they held is free again', async () => {
    const head = ['POST /v1/runs HTTP/1.1', 'host: localhost', 'content-type: application/json']
    const uploads = await Promise.all(Array.from({ length: 40 }, () => RawHttp.open(service)))
    for (const upload of uploads) upload.send([...head, `content-length: ${2 ** 24}`], Buffer.alloc(2 ** 21, 'x'))
    for (const upload of uploads) upload[Symbol.dispose]()
    const whole = { language: 'bash', code: 'true', stdin: 'x'.repeat(15 * 2 ** 20) }
    const four = async (): Promise<string[]> => {
      const answers = await Promise.all(Array.from({ length: 4 }, () => send('/v1/runs', whole)))
      return answers.map(({ said }) => /"verdict":"(\w+)"|"code":"([\w-]+)"/.exec(said)?.[0] ?? said)
    }
    await expect.poll(four).toEqual(Array.from({ length: 4 }, () => '"verdict":"ok"'))
  })
})

it('was ready throughout, without an internal error', () => {
  expect(readiness).toEqual(new Set([200]))
  expect(service.errors).toEqual([])
})

it('uses as much memory as before', { timeout: 2 * KEPT_MS }, async () => {
  await expect.poll(heldMb, { timeout: KEPT_MS, interval: 5000 }).toBeLessThan(before + LEFT_OVER_MB)
})
