import { execFile } from 'node:child_process'
import { once, on } from 'node:events'
import { promisify } from 'node:util'
import {
  ErrorResponseSchema,
  type RunRequest,
  type RunResult,
  RunResultSchema,
  SessionInfoSchema,
  type SessionInfo,
  SessionsResponseSchema,
} from '@sandrun/shared'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LABELS } from '../src/model/labels.ts'
import { connect, post, startService, type TestService, watch } from './support/service.ts'

const run = promisify(execFile)

/** The container whose programs have this uid: no two of a service have the same one at once. */
async function containerOf(uid: string): Promise<string | undefined> {
  const { stdout: ids } = await run('docker', ['ps', '-q', '--filter', `label=${LABELS.instance}=${service.instance}`])
  const format = ['--format', '{{.Config.User}} {{.Id}}']
  // A container that has just ended causes an error, after all the others.
  const all = run('docker', ['inspect', ...format, ...ids.trim().split('\n')])
  const { stdout } = await all.catch((error: { stdout: string }) => error)
  return new RegExp(`^${uid}:${uid} (\\w+)$`, 'm').exec(stdout)?.[1]
}

let service: TestService

beforeAll(async () => {
  service = await startService({ SANDRUN_MAX_SESSIONS: '3', SANDRUN_MAX_SESSION_IDLE_MS: '600000' })
})
afterAll(() => service[Symbol.asyncDispose]())

/** A session that ends with its test. */
interface TestSession extends AsyncDisposable {
  info: SessionInfo
  run(request: RunRequest): Promise<RunResult>
  state(): Promise<number>
}

async function request(method: string, path: string, body?: object): Promise<Response> {
  return fetch(new URL(path, service.url), {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
}

async function open(body: object): Promise<TestSession> {
  const response = await request('POST', '/v1/sessions', body)
  const json: unknown = await response.json()
  if (!response.ok) throw new Error(`${response.status}: ${JSON.stringify(json)}`)
  const info = SessionInfoSchema.parse(json)
  const path = `/v1/sessions/${info.id}`
  return {
    info,
    async run(program) {
      const answer = await request('POST', `${path}/runs`, program)
      const result: unknown = await answer.json()
      if (!answer.ok) throw new Error(`${answer.status}: ${JSON.stringify(result)}`)
      return RunResultSchema.parse(result)
    },
    state: async () => (await request('GET', path)).status,
    [Symbol.asyncDispose]: async () => void (await request('DELETE', path)),
  }
}

/** The error in an answer, with its status. */
async function refusal(answer: Promise<Response>): Promise<object> {
  const response = await answer
  return { status: response.status, ...ErrorResponseSchema.parse(await response.json()).error }
}

describe('a session', () => {
  it('runs many programs in one sandbox, with files kept and processes ended', async () => {
    await using session = await open({ language: 'bash' })
    expect(session.info).toMatchObject({ language: 'bash', state: 'idle', memoryMb: 256, idleTimeoutMs: 600_000 })
    const first = 'echo kept >/work/note; echo kept >/tmp/note; setsid sleep 100 >/dev/null 2>&1 & echo done'
    expect(await session.run({ code: first })).toMatchObject({ verdict: 'ok', run: { stdout: 'done\n' } })
    const second = 'cat /work/note /tmp/note; pgrep sleep || for p in /proc/[0-9]*; do cat $p/comm 2>/dev/null; done'
    const result = await session.run({ code: second })
    expect(result.run?.stdout).toMatch(/^kept\nkept\n/)
    expect(result.run?.stdout).not.toContain('sleep')
  })

  it('compiles and runs its files without being sent them again', async () => {
    await using session = await open({ language: 'c' })
    const code = '#include <stdio.h>\nint main(int n, char **v) { printf("%s\\n", n > 1 ? v[1] : "none"); }\n'
    expect(await session.run({ code })).toMatchObject({ compile: { exitCode: 0 }, run: { stdout: 'none\n' } })
    expect(await session.run({ args: ['again'] })).toMatchObject({ verdict: 'ok', run: { stdout: 'again\n' } })
    expect(await session.run({ code: 'int main(void) { return x; }\n' })).toMatchObject({ verdict: 'compile-error' })
    expect(await session.run({ code })).toMatchObject({ verdict: 'ok', run: { stdout: 'none\n' } })
  })

  it('serves a live client that names it, including stdin', async () => {
    await using session = await open({ language: 'python' })
    using client = await connect(service)
    for (const word of ['one', 'two', 'three']) {
      const live = watch(client, {
        session: session.info.id,
        code: 'print("?", end=""); open("log", "a").write(input() + "\\n"); print(open("log").read(), end="")',
      })
      await live.sees('?')
      live.send(`${word}\n`)
      await live.sees(`${word}\n`)
      await expect(live.result).resolves.toMatchObject({ verdict: 'ok' })
    }
    const { run: ran } = await session.run({ code: 'print(open("log").read().split())' })
    expect(ran?.stdout).toBe("['one', 'two', 'three']\n")
  })

  it('gives the next run no stdin that the previous one left', async () => {
    await using session = await open({ language: 'python' })
    const long = 'x'.repeat(1_000_000)
    for (const word of ['one', 'two']) {
      const code = 'import sys\nprint(sys.stdin.readline().strip()); sys.stdout.write("y" * 3000000)'
      const result = await session.run({ code, stdin: `${word}\n${long}` })
      expect(result.run?.stdout).toMatch(new RegExp(`^${word}\ny`))
      expect(result).toMatchObject({ verdict: 'ok' })
    }
  })

  it('blocks a program at the same point in every run', async () => {
    await using session = await open({ language: 'python' })
    await session.run({ code: 'print(1)' })
    const socket = new WebSocket(new URL('/v1/connect', service.url).href.replace('http', 'ws'))
    await once(socket, 'open')
    socket.send(JSON.stringify({ type: 'hello', protocol: 1, client: 'raw', resume: true }))
    const code = 'while True: print("x" * 1000)'
    socket.send(JSON.stringify({ type: 'start', run: { session: session.info.id, code } }))
    let received = 0
    for await (const [data, isBinary] of on(socket, 'message') as AsyncIterable<[Buffer, boolean]>) {
      if (!isBinary && data.includes('"type":"exit"')) break
      if (!isBinary) continue
      received += data.length - 5
      // The client acknowledges nothing: this much and no more.
      if (received >= 256 * 1024) socket.send(JSON.stringify({ type: 'cancel' }))
    }
    socket.close()
    expect(received).toBe(256 * 1024)
  })

  it('has one run at a time: a second is refused, and may come again', async () => {
    await using session = await open({ language: 'bash' })
    using client = await connect(service)
    const first = watch(client, { session: session.info.id, code: 'echo ready; read line' })
    await first.sees('ready')
    const path = `/v1/sessions/${session.info.id}`
    expect(await (await request('GET', path)).json()).toMatchObject({ state: 'running', expiresAt: null })
    expect(await refusal(request('POST', `${path}/runs`, { code: 'true' }))).toMatchObject({
      status: 409,
      code: 'session-busy',
      retryable: true,
    })
    first.send('\n')
    await expect(first.result).resolves.toMatchObject({ verdict: 'ok' })
    await expect(session.run({ code: 'true' })).resolves.toMatchObject({ verdict: 'ok' })
  })

  it('continues after a run that was cancelled or hit a limit', async () => {
    await using session = await open({ language: 'python', limits: { cpuMs: 300 } })
    await expect(session.run({ code: 'open("f", "w").write("x")\nwhile True: pass' })).resolves.toMatchObject({
      verdict: 'cpu-limit',
      message: expect.stringContaining('0.3 s'),
    })
    using client = await connect(service)
    const endless = watch(client, { session: session.info.id, code: 'print("on")\nimport time; time.sleep(60)' })
    await endless.sees('on')
    endless.active.cancel()
    await expect(endless.result).resolves.toMatchObject({ verdict: 'cancelled' })
    await expect(session.run({ code: 'print(open("f").read())' })).resolves.toMatchObject({ run: { stdout: 'x\n' } })
  })

  it('is usable again after a program has locked everybody out of its places', async () => {
    await using session = await open({ language: 'bash' })
    const code = 'echo kept >file; chmod 000 /work /tmp'
    await expect(session.run({ code, collect: ['file'] })).resolves.toMatchObject({
      verdict: 'ok',
      files: [{ path: 'file', content: 'kept\n' }],
    })
    await expect(session.run({ code: 'cat file; touch /tmp/x' })).resolves.toMatchObject({
      verdict: 'ok',
      run: { stdout: 'kept\n' },
    })
  })

  it.each<[string, RunRequest, string, string]>([
    ['another language', { language: 'python', code: 'print(1)' }, 'invalid-request', 'language'],
    ['another session', { session: 'other', code: 'true' }, 'invalid-request', 'session'],
    ['cases', { code: 'true', cases: [{}] }, 'invalid-request', 'cases'],
    ['another disk', { code: 'true', limits: { diskMb: 8 } }, 'invalid-request', 'limits.diskMb'],
    ['more memory than it has', { code: 'true', limits: { memoryMb: 512 } }, 'limit-too-high', 'limits.memoryMb'],
  ])('refuses %s', async (_what, program, code, field) => {
    await using session = await open({ language: 'bash' })
    const answer = refusal(request('POST', `/v1/sessions/${session.info.id}/runs`, program))
    expect(await answer).toMatchObject({ status: 400, code, field })
  })

  it('ends on request, with the run in it, and leaves nothing', async () => {
    const session = await open({ language: 'bash' })
    using client = await connect(service)
    const endless = watch(client, {
      session: session.info.id,
      code: 'trap "" TERM; id -u; echo ready; while :; do sleep 1; done',
    })
    await endless.sees('ready')
    const uid = endless.bytes('stdout').toString().split('\n', 1).join('')
    expect(await containerOf(uid)).toBeDefined()
    expect((await request('DELETE', `/v1/sessions/${session.info.id}`)).status).toBe(204)
    await expect(endless.result).resolves.toMatchObject({ verdict: 'cancelled' })
    expect(await refusal(request('DELETE', `/v1/sessions/${session.info.id}`))).toMatchObject({ status: 404 })
    expect(await containerOf(uid)).toBeUndefined()
    await expect(session.run({ code: 'true' })).rejects.toThrow('not-found')
  })

  it('ends on its own when it was not used for the agreed time', async () => {
    await using session = await open({ language: 'bash', idleTimeoutMs: 1000 })
    await expect.poll(() => session.state()).toBe(404)
  })

  it('ends with its sandbox, and the run in it says so', async () => {
    await using session = await open({ language: 'bash' })
    using client = await connect(service)
    const running = watch(client, { session: session.info.id, code: 'id -u; echo ready; read line' })
    await running.sees('ready')
    const uid = running.bytes('stdout').toString().split('\n', 1).join('')
    await run('docker', ['kill', (await containerOf(uid)) ?? 'no container'])
    await expect(running.result).resolves.toMatchObject({ verdict: 'internal-error', message: /sandbox was lost/ })
    await expect.poll(() => session.state()).toBe(404)
  })
})

describe('sessions', () => {
  it('are listed, and are as many as the operator allows', async () => {
    await using one = await open({ language: 'bash' })
    await using two = await open({ language: 'bash' })
    await using three = await open({ language: 'bash' })
    const { sessions } = SessionsResponseSchema.parse(await (await request('GET', '/v1/sessions')).json())
    expect(sessions.map(({ id }) => id)).toEqual([one, two, three].map(({ info }) => info.id))
    expect(await refusal(request('POST', '/v1/sessions', { language: 'bash' }))).toMatchObject({
      status: 429,
      code: 'too-many-sessions',
      retryable: true,
    })
  })

  it.each([
    ['an unknown language', { language: 'klingon' }, 'unknown-language'],
    ['another version', { language: 'bash', version: '1' }, 'unknown-version'],
    ['a longer idle time than the maximum', { language: 'bash', idleTimeoutMs: 600_001 }, 'limit-too-high'],
    ['more memory than the maximum', { language: 'bash', limits: { memoryMb: 99_999 } }, 'limit-too-high'],
    ['an unknown field', { language: 'bash', forever: true }, 'invalid-request'],
  ])('are not created for %s', async (_what, body, code) => {
    expect(await refusal(request('POST', '/v1/sessions', body))).toMatchObject({ status: 400, code })
  })

  it('of nobody do not exist', async () => {
    expect(await refusal(request('GET', '/v1/sessions/nobody'))).toMatchObject({ status: 404, code: 'not-found' })
    await expect(post(service, { session: 'nobody', code: 'true' })).rejects.toThrow('not-found')
  })

  it('count against the capacity while they live', async () => {
    await using small = await startService({ SANDRUN_MAX_SANDBOXES: '1' })
    const made = await fetch(new URL('/v1/sessions', small.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ language: 'bash' }),
    })
    const { id } = SessionInfoSchema.parse(await made.json())
    using client = await connect(small)
    const places: number[] = []
    const waiting = watch(client, { language: 'bash', code: 'echo in' }, { queued: (place) => places.push(place) })
    await expect.poll(() => places).toEqual([1])
    await fetch(new URL(`/v1/sessions/${id}`, small.url), { method: 'DELETE' })
    await expect(waiting.result).resolves.toMatchObject({ verdict: 'ok' })
  })

  it('leave nothing when the service closes', async () => {
    const closing = await startService()
    await fetch(new URL('/v1/sessions', closing.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ language: 'bash' }),
    })
    await closing[Symbol.asyncDispose]()
    expect(await closing.engine.listContainers({ [LABELS.instance]: closing.instance })).toEqual([])
  })
})
