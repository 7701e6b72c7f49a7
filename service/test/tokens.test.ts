import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { ErrorResponseSchema, SessionInfoSchema } from '@sandrun/shared'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { connect, post, startService, type TestService, watch } from './support/service.ts'

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

let service: TestService
let stateDir: string

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'sandrun-tokens-'))
  service = await startService({ SANDRUN_STATE_DIR: stateDir, SANDRUN_ANONYMOUS: 'off' })
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await rm(stateDir, { recursive: true })
})

/** `sandrun token …` in its own process, beside the running service. */
async function tokenCommand(...args: string[]): Promise<string> {
  const env = { ...process.env, SANDRUN_STATE_DIR: stateDir }
  const { stdout } = await promisify(execFile)(process.execPath, [MAIN, 'token', ...args], { env })
  return stdout.trim()
}

const bash = (code: string): { language: string; code: string } => ({ language: 'bash', code })

it('admits a token created while it runs, and refuses it after it is revoked, even on an open connection', async () => {
  await expect(post(service, bash('echo hi'))).rejects.toThrow(/401.*unauthorized/)
  const token = await tokenCommand('create', 'ada')
  await expect(post(service, bash('echo hi'), token)).resolves.toMatchObject({ verdict: 'ok' })
  using client = await connect(service, token)
  expect(client.welcome).toMatchObject({ principal: 'ada' })
  await expect(watch(client, bash('echo hi')).result).resolves.toMatchObject({ verdict: 'ok' })

  await tokenCommand('revoke', 'ada')
  await expect(post(service, bash('echo hi'), token)).rejects.toThrow(/401.*"ada\\" was revoked/)
  await expect(watch(client, bash('echo hi')).result).rejects.toMatchObject({ code: 'unauthorized' })
  await expect(connect(service, token)).rejects.toMatchObject({ code: 'unauthorized' })
})

it('limits a token to its own limits, and sends them in the welcome', async () => {
  const token = await tokenCommand('create', 'small', '--limit', 'memory=128m')
  using client = await connect(service, token)
  expect(client.welcome?.limits.memoryMb).toBe(128)
  const greedy = { ...bash('echo hi'), limits: { memoryMb: 256 } }
  await expect(watch(client, greedy).result).rejects.toMatchObject({ code: 'limit-too-high' })
})

it('returns a run only to its owner, even if another knows its secret', async () => {
  const [ada, eve] = [await tokenCommand('create', 'ada2'), await tokenCommand('create', 'eve')]
  const started = await converse(ada, { type: 'start', run: bash('echo ready; read line') })
  const accepted = await started.until('accepted')
  await started.until('started')
  const attach = { ...accepted, type: 'attach', stdout: 0, stderr: 0 }
  const thief = await converse(eve, attach)
  expect(await thief.until('error')).toMatchObject({ code: 'not-found' })
  const owner = await converse(ada, attach)
  expect(await owner.until('attached')).toMatchObject({ state: 'running' })
  for (const { socket } of [started, thief]) socket.close()
  owner.socket.send(JSON.stringify({ type: 'cancel' }))
  await owner.until('exit')
  owner.socket.close()
})

it('hides a session from all but its owner', async () => {
  const [ada, eve] = [await tokenCommand('create', 'ada3'), await tokenCommand('create', 'eve3')]
  const ask = (token: string, method: string, path: string, body?: object): Promise<Response> =>
    fetch(new URL(path, service.url), {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  const { id } = SessionInfoSchema.parse(await (await ask(ada, 'POST', '/v1/sessions', { language: 'bash' })).json())
  const path = `/v1/sessions/${id}`
  const { error } = ErrorResponseSchema.parse(await (await ask(eve, 'GET', '/v1/sessions/never')).json())
  for (const answer of [
    await ask(eve, 'GET', path),
    await ask(eve, 'DELETE', path),
    await ask(eve, 'POST', `${path}/runs`, { code: 'ls' }),
    await ask(eve, 'POST', '/v1/runs', { session: id, code: 'ls' }),
  ]) {
    expect(answer.status).toBe(404)
    expect(await answer.json()).toMatchObject({ error })
  }
  expect(await (await ask(eve, 'GET', '/v1/sessions')).json()).toEqual({ sessions: [] })
  using client = await connect(service, eve)
  await expect(watch(client, { session: id, code: 'ls' }).result).rejects.toMatchObject({ code: 'not-found' })
  expect(await (await ask(ada, 'POST', `${path}/runs`, { code: 'echo mine' })).json()).toMatchObject({ verdict: 'ok' })
  expect((await ask(ada, 'DELETE', path)).status).toBe(204)
})

it('makes clients that guess tokens wait, and says for how long', async () => {
  await using guessed = await startService()
  const guess = (): Promise<Response> =>
    fetch(new URL('/v1/runs', guessed.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: 'Bearer sixteen-letters?' },
      body: JSON.stringify(bash('echo hi')),
    })
  const answers = await Promise.all(Array.from({ length: 12 }, guess))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array.from({ length: 10 }, () => 401), 429, 429])
  const refused = answers.find(({ status }) => status === 429)
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(await refused?.json()).toMatchObject({ error: { code: 'too-many-attempts', retryAfter: 1 } })
  await expect(connect(guessed, 'sixteen-letters?')).rejects.toMatchObject({ code: 'too-many-attempts' })
})

it('separates guesses by the address that a trusted proxy names, and by no other', async () => {
  await using trusting = await startService({ SANDRUN_TRUSTED_PROXIES: '127.0.0.1', SANDRUN_TOKEN: 'sixteen-letters!' })
  await using wary = await startService({ SANDRUN_TOKEN: 'sixteen-letters!' })
  const statuses = async ({ url }: TestService): Promise<number[]> => {
    const ask = async (from: string, token: string): Promise<number> => {
      const headers = { authorization: `Bearer ${token}`, 'x-forwarded-for': from, 'content-type': 'application/json' }
      return (await fetch(new URL('/v1/runs', url), { method: 'POST', headers, body: '{}' })).status
    }
    await Promise.all(Array.from({ length: 12 }, () => ask('203.0.113.9', 'sixteen-letters?')))
    return [await ask('203.0.113.9', 'sixteen-letters!'), await ask('203.0.113.10', 'sixteen-letters!')]
  }
  // After authentication an empty request is another kind of mistake.
  expect(await statuses(trusting)).toEqual([429, 400])
  expect(await statuses(wary)).toEqual([429, 429])
})

/** A client that hears every message, including its run's secret. */
async function converse(token: string, ...messages: object[]) {
  const socket = new WebSocket(new URL('/v1/connect', service.url).href.replace('http', 'ws'))
  const heard: { type: string }[] = []
  let wake = Promise.withResolvers<void>()
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) return
    heard.push(JSON.parse(data.toString()) as { type: string })
    wake.resolve()
    wake = Promise.withResolvers()
  })
  await once(socket, 'open')
  const hello = { type: 'hello', protocol: 1, client: 'test/1', resume: true, token }
  for (const message of [hello, ...messages]) socket.send(JSON.stringify(message))
  const until = async (type: string): Promise<object> => {
    for (;;) {
      const found = heard.find((message) => message.type === type)
      if (found !== undefined) return found
      // oxlint-disable-next-line no-await-in-loop -- until it has arrived
      await wake.promise
    }
  }
  return { socket, until }
}
