import { once } from 'node:events'
import { RunListSchema } from '@sandrun/shared'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RawHttp } from './support/raw-http.ts'
import { post, startService, type TestService } from './support/service.ts'

let service: TestService
let host: string

beforeAll(async () => {
  service = await startService()
  host = `host: ${service.url.host}`
})
afterAll(() => service[Symbol.asyncDispose]())

async function ask(...lines: string[]): ReturnType<RawHttp['answer']> {
  using http = await RawHttp.open(service)
  http.send(lines)
  return await http.answer()
}

describe('the host name of a request', () => {
  it.each(['localhost.', 'LOCALHOST.:80', '127.0.0.1'])('may be %s', async (name) => {
    expect(await ask('GET /healthz HTTP/1.1', `host: ${name}`)).toMatchObject({ status: 200 })
    // It counts as loopback, which needs no token.
    expect(await ask('GET /v1/runs HTTP/1.1', `host: ${name}`)).toMatchObject({ status: 200 })
  })

  it.each(['localhost/evil', 'localhost?evil', 'evil@localhost', 'evil.example.'])('is not %s', async (name) => {
    expect(await ask('GET /healthz HTTP/1.1', `host: ${name}`)).toMatchObject({
      status: 403,
      body: expect.stringContaining('"host-refused"'),
    })
  })

  it('must not be missing', async () => {
    expect(await ask('GET /healthz HTTP/1.1')).toMatchObject({
      status: 400,
      body: expect.stringContaining('"invalid-request"'),
    })
  })

  it('must not be doubled', async () => {
    for (const second of ['evil.example', service.url.host]) {
      expect(await ask('GET /healthz HTTP/1.1', host, `host: ${second}`)).toMatchObject({
        status: 400,
        body: expect.stringContaining('"invalid-request"'),
      })
    }
  })
})

describe('an overlong id', () => {
  const id = 'a'.repeat(3000)
  it.each([
    ['GET', `/v1/runs/${id}`],
    ['DELETE', `/v1/runs/${id}`],
    ['GET', `/v1/runs/${id}/events`],
    ['GET', `/v1/sessions/${id}`],
    ['GET', `/api/schedule/check/${id}`],
    ['POST', `/api/runners/${id}/stop`],
    ['GET', `/v1/runs/${'a'.repeat(16_100)}`],
  ])('%s %.20s… is not found', async (method, path) => {
    expect(await ask(`${method} ${path} HTTP/1.1`, host, 'content-length: 0')).toMatchObject({
      status: 404,
      body: expect.stringContaining('"not-found"'),
    })
  })
})

it('answers an upload over the limit so that the client can read it', async () => {
  for (const path of ['/v1/runs', '/execute', '/api/v2/execute', '/mcp']) {
    using http = await RawHttp.open(service)
    const length = 17 * 2 ** 20
    const lines = [`POST ${path} HTTP/1.1`, host, 'content-type: application/json', `content-length: ${length}`]
    await http.sendFirst(lines, Buffer.alloc(length, 'x'))
    expect(await http.answer()).toMatchObject({ status: 413, body: expect.stringContaining('larger than') })
  }
})

it('refuses an expectation that it cannot meet', async () => {
  const expects = ['POST /v1/runs HTTP/1.1', host, 'content-length: 2', 'content-type: application/json']
  expect(await ask(...expects, 'expect: the-unexpected')).toMatchObject({
    status: 417,
    body: expect.stringContaining('"invalid-request"'),
  })
})

it('survives more pings than it can answer, and answers the last', async () => {
  const socket = new WebSocket(new URL('/v1/connect', service.url).href.replace('http', 'ws'))
  await once(socket, 'open')
  let last = ''
  socket.on('pong', (data) => {
    last = data.toString()
  })
  for (let ping = 1; ping <= 20_000; ping++) socket.ping(String(ping))
  await expect.poll(() => last).toBe('20000')
  socket.terminate()
})

describe.each(['/v1/connect', '/api/v2/connect'])('%s', (path) => {
  it.each([
    ['a frame of an unknown kind', [0x83, 0x80, 0, 0, 0, 0], 1002],
    ['a frame that is not masked', [0x81, 0x01, 0x61], 1002],
    ['a text that is not UTF-8', [0x81, 0x81, 0, 0, 0, 0, 0xff], 1007],
    ['a ping of 200 bytes', [0x89, 0xfe, 0, 200, 0, 0, 0, 0], 1002],
  ])('closes with a code after %s', async (_what, bytes, code) => {
    using http = await RawHttp.open(service)
    const upgrade = ['upgrade: websocket', 'connection: upgrade', 'sec-websocket-version: 13']
    http.send([`GET ${path} HTTP/1.1`, host, ...upgrade, 'sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA=='])
    expect((await http.answer()).status).toBe(101)
    // Bytes after it are not read.
    http.socket.write(Buffer.concat([Buffer.from(bytes), Buffer.alloc(2 ** 20)]))
    expect(await http.take(4)).toEqual(Buffer.from([0x88, 0x02, code >> 8, code & 0xff]))
  })
})

it('serves others while one client sends far more than there is room for, without an end', async () => {
  const part = Buffer.alloc(8 * 2 ** 20, 'x')
  const lines = ['POST /v1/runs HTTP/1.1', host, 'content-type: application/json', `content-length: ${2 * part.length}`]
  const uploads = await Promise.all(Array.from({ length: 40 }, () => RawHttp.open(service)))
  try {
    await Promise.all(uploads.map((upload) => upload.sendFirst(lines, part)))
    expect(await ask('GET /readyz HTTP/1.1', host)).toMatchObject({ status: 200 })
    // One client may use half of 256 MB: the answers say there is no room, or that the rest is not JSON.
    for (const upload of uploads) upload.socket.write(part)
    const statuses = await Promise.all(uploads.map(async (upload) => (await upload.answer()).status))
    expect(statuses.filter((status) => status === 503).length).toBeGreaterThanOrEqual(40 - 16)
    expect(statuses.filter((status) => ![400, 503].includes(status))).toEqual([])
  } finally {
    for (const upload of uploads) upload[Symbol.dispose]()
  }
  // The answer may be to try again, because these tests share the service's event loop and are as busy.
  const ran = (): Promise<string> =>
    post(service, { language: 'bash', code: 'echo hi' }).then(
      ({ verdict }) => verdict,
      (error: Error) => error.message,
    )
  await expect.poll(ran).toBe('ok')
})

describe('a client that hangs up', () => {
  const json = 'content-type: application/json'
  const newest = async () => {
    const { body } = await ask('GET /v1/runs?limit=1 HTTP/1.1', host)
    return RunListSchema.parse(JSON.parse(body)).runs[0]
  }

  it('in the middle of its request does not cause an internal error', async () => {
    using http = await RawHttp.open(service)
    http.send(['POST /v1/runs HTTP/1.1', host, json, 'content-length: 1000'], '{')
    expect(await ask('GET /healthz HTTP/1.1', host)).toMatchObject({ status: 200 })
    http.socket.resetAndDestroy()
    await expect.poll(() => service.log.join()).toContain('connection-lost')
  })

  it('while it waits, or while others wait for the same, does not either', async () => {
    const program = JSON.stringify({ language: 'bash', code: 'while :; do echo hi; sleep 0.01; done' })
    using waiting = await RawHttp.open(service)
    waiting.send(['POST /v1/runs HTTP/1.1', host, json, `content-length: ${program.length}`], program)
    await expect.poll(async () => (await newest())?.state).toBe('running')
    using following = await RawHttp.open(service)
    following.send([`GET /v1/runs/${(await newest())?.id}/events HTTP/1.1`, host])
    expect((await following.answer()).status).toBe(200)
    following.socket.resetAndDestroy()
    waiting.socket.resetAndDestroy()
    await expect.poll(async () => (await newest())?.state).toBe('ended')
  })

  it('in the middle of a message does not either', async () => {
    const address = new URL('/v1/connect', service.url).href.replace('http', 'ws')
    const socket = new WebSocket(address)
    await once(socket, 'open')
    socket.send('{"type":', { fin: false })
    socket.terminate()
    const other = new WebSocket(address)
    await once(other, 'open')
    const [said, closed] = [once(other, 'message'), once(other, 'close')]
    other.send(Buffer.alloc(17 * 2 ** 20))
    expect(JSON.parse(String((await said)[0]))).toMatchObject({ type: 'error', code: 'too-large' })
    // RFC 6455, section 7.4.1: the message is too big.
    expect(await closed).toMatchObject([1009, expect.anything()])
  })
})

it('reported no internal error', () => {
  expect(service.log.filter((line) => /"level":[56]0/.test(line))).toEqual([])
})
