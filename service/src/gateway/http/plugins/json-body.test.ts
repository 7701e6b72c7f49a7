import type { AddressInfo } from 'node:net'
import { once } from 'node:events'
import Fastify, { type FastifyBaseLogger } from 'fastify'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { RawHttp } from '../../../../test/support/raw-http.ts'
import { BodyBudget } from '../../body/body-budget.ts'
import { registerErrors } from './errors.ts'
import { registerJsonBody } from './json-body.ts'
import { registerWebsocket } from './websocket.ts'

const KIB = 1024
const MOST = 100 * KIB

/** A server whose `/` echoes the request when `answered` lets it. */
async function start({ bytes = 1000 * KIB, withinMs = 60_000 } = {}) {
  const log: string[] = []
  const budget = new BodyBudget(bytes)
  const loggerInstance: FastifyBaseLogger = pino({ level: 'debug' }, { write: (line) => void log.push(line) })
  const app = Fastify({ loggerInstance, trustProxy: true, forceCloseConnections: true })
  registerErrors(app)
  registerJsonBody(app, { most: MOST, withinMs, budget })
  await registerWebsocket(app, { most: MOST * 10, budget, isForeign: () => false })
  let answered: Promise<unknown> = Promise.resolve()
  app.post('/', async ({ body }) => {
    await answered
    return { length: JSON.stringify(body).length }
  })
  app.get('/socket', { websocket: true }, (socket) => {
    socket.on('message', (data: Buffer) => socket.send(String(data.length)))
  })
  await app.listen({ port: 0, host: '127.0.0.1' })
  const url = new URL(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`)
  const hold = (until: Promise<unknown>): void => void (answered = until)
  return { app, url, budget, log, hold }
}

type Server = Awaited<ReturnType<typeof start>>

let server: Server
beforeEach(async () => {
  server = await start()
})
afterEach(() => server.app.close())

const JSON_TYPE = 'content-type: application/json'

function begin(http: RawHttp, length: number, ...headers: string[]): void {
  http.send(['POST / HTTP/1.1', 'host: a', JSON_TYPE, `content-length: ${length}`, ...headers])
}

async function post(body: Uint8Array | string, ...headers: string[]): ReturnType<RawHttp['answer']> {
  using http = await RawHttp.open(server)
  const length = `content-length: ${Buffer.byteLength(body)}`
  const type = headers.some((header) => header.startsWith('content-type')) ? [] : [JSON_TYPE]
  http.send(['POST / HTTP/1.1', 'host: a', length, ...type, ...headers], body)
  return await http.answer()
}

describe('a body', () => {
  it.each([
    ['in UTF-8', Buffer.from('{"a":"ä"}')],
    ['with a byte order mark', Buffer.from('\ufeff{"a":"ä"}')],
    ['with __proto__ as a value', Buffer.from('{"a":"__proto__"}')],
  ])('%s is accepted', async (_what, body) => {
    expect(await post(body)).toMatchObject({ status: 200 })
  })

  it.each<[string, Uint8Array | string, string[], number, string]>([
    ['that is not UTF-8', Buffer.from([0x22, 0xc3, 0x28, 0x22]), [], 400, 'invalid-json'],
    ['in Latin 1', Buffer.from('"ä"', 'latin1'), [], 400, 'invalid-json'],
    ['in UTF-16', Buffer.from('{"a":1}', 'utf16le'), [], 400, 'invalid-json'],
    ['in UTF-16 with a byte order mark', Buffer.from('\ufeff{"a":1}', 'utf16le'), [], 400, 'invalid-json'],
    ['declared as UTF-16', '{}', [`${JSON_TYPE}; charset=utf-16`], 415, 'unsupported-media-type'],
    ['that is compressed', '{}', ['content-encoding: gzip'], 415, 'unsupported-media-type'],
    ['of a form', 'a=1', ['content-type: application/x-www-form-urlencoded'], 415, 'unsupported-media-type'],
    ['that is not JSON', '{', [], 400, 'invalid-json'],
    ['that is empty', '', [], 400, 'invalid-json'],
    ['with a key __proto__', '{"a":{"__proto__":{}}}', [], 400, 'invalid-request'],
    ['with the same key as an escape', '{"\\u005f_proto__":{}}', [], 400, 'invalid-request'],
  ])('%s is refused for the right reason', async (_what, body, headers, status, code) => {
    const answer = await post(body, ...headers)
    expect(answer).toMatchObject({ status, body: expect.stringContaining(`"code":"${code}"`) })
  })

  it('that is too large is read, so that the client can read the answer', async () => {
    const megabytes = 17
    const lines = ['POST / HTTP/1.1', 'host: a', JSON_TYPE]
    const whole = Buffer.alloc(megabytes * 2 ** 20, 'x')
    const chunks = Buffer.from(`100000\r\n${'x'.repeat(2 ** 20)}\r\n`.repeat(megabytes) + '0\r\n\r\n')
    for (const [length, body] of [
      [`content-length: ${whole.length}`, whole],
      ['transfer-encoding: chunked', chunks],
    ] as const) {
      using http = await RawHttp.open(server)
      await http.sendFirst([...lines, length], body)
      expect(await http.refusal()).toMatchObject({ status: 413, code: 'too-large' })
    }
    expect(server.budget.held).toBe(0)
  })

  it('without its client does not cause an internal error', async () => {
    using http = await RawHttp.open(server)
    begin(http, 1000)
    http.socket.write('{')
    await expect.poll(() => server.budget.held).toBeGreaterThan(0)
    http.socket.destroy()
    await expect.poll(() => server.log.join()).toContain('connection-lost')
    expect(server.log.filter((line) => /"level":[56]0/.test(line))).toEqual([])
    expect(server.budget.held).toBe(0)
  })

  it('that takes too long is ended', async () => {
    await server.app.close()
    server = await start({ withinMs: 20 })
    using http = await RawHttp.open(server)
    begin(http, 1000)
    http.socket.write('{')
    expect(await http.refusal()).toMatchObject({ status: 408, code: 'request-timeout' })
    await once(http.socket, 'close')
    expect(server.budget.held).toBe(0)
  })
})

describe('the memory of unfinished bodies', () => {
  const half = 'x'.repeat(MOST / 2)

  it('is counted until it is answered', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    server.hold(promise)
    using http = await RawHttp.open(server)
    begin(http, MOST)
    http.socket.write(`"${half}`)
    await expect.poll(() => server.budget.held).toBeGreaterThanOrEqual(MOST / 2)
    http.socket.write(`${'x'.repeat(MOST / 2 - 2)}"`)
    await expect.poll(() => server.budget.held).toBe(MOST)
    resolve()
    expect(await http.answer()).toMatchObject({ status: 200 })
    await expect.poll(() => server.budget.held).toBe(0)
  })

  it('is limited, and one client gets half of it', async () => {
    await server.app.close()
    server = await start({ bytes: 4 * MOST })
    const open: RawHttp[] = []
    /** Half-sent bodies, until no room is left for another. */
    const fill = async (client: string, until: number): Promise<void> => {
      while (server.budget.held < until) {
        const http = await RawHttp.open(server)
        open.push(http)
        const before = server.budget.held
        begin(http, MOST, `x-forwarded-for: ${client}`)
        http.socket.write(half)
        await expect.poll(() => server.budget.held).toBeGreaterThanOrEqual(before + MOST / 2)
      }
    }
    const whole = (client: string) => post(`"${'x'.repeat(MOST - 2)}"`, `x-forwarded-for: ${client}`)
    const overloaded = { status: 503, body: expect.stringContaining('"code":"overloaded"') }
    try {
      await fill('10.0.0.1', 1.6 * MOST)
      const refused = await whole('10.0.0.1')
      expect(refused).toMatchObject(overloaded)
      expect(refused.headers.get('retry-after')).toMatch(/^[1-9]/)
      expect(await whole('10.0.0.2')).toMatchObject({ status: 200 })
      await fill('10.0.0.2', 3.6 * MOST)
      expect(await whole('10.0.0.3')).toMatchObject(overloaded)
    } finally {
      for (const http of open) http.socket.destroy()
    }
    await expect.poll(() => server.budget.held).toBe(0)
    expect(await whole('10.0.0.1')).toMatchObject({ status: 200 })
  })

  it('includes a message until it is complete', async () => {
    await server.app.close()
    server = await start({ bytes: 4 * MOST })
    const socket = new WebSocket(new URL('/socket', server.url).href.replace('http', 'ws'))
    await once(socket, 'open')
    socket.send(half, { fin: false })
    await expect.poll(() => server.budget.held).toBeGreaterThanOrEqual(MOST / 2)
    socket.send('', { fin: true })
    const [length] = (await once(socket, 'message')) as [Buffer]
    expect(Number(length)).toBe(MOST / 2)
    expect(server.budget.held).toBe(0)
    const said = once(socket, 'message') as Promise<[Buffer]>
    socket.send('x'.repeat(3 * MOST), { fin: false })
    expect(JSON.parse(String((await said)[0]))).toMatchObject({ type: 'error', code: 'overloaded' })
    const [code] = (await once(socket, 'close')) as [number]
    expect(code).toBe(1013)
    await expect.poll(() => server.budget.held).toBe(0)
  })
})
