import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import { io, type Socket } from 'socket.io-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startService, type TestService } from './support/service.ts'

let service: TestService
const sockets: Socket[] = []

beforeAll(async () => {
  service = await startService()
})
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})
afterAll(() => service[Symbol.asyncDispose]())

/** The published client, with these transports. */
function connect(transports: string[], { url } = service, options: object = {}): Socket {
  const socket = io(url.href, { transports, reconnection: false, ...options })
  sockets.push(socket)
  return socket
}

async function next<Value = Record<string, unknown>>(socket: Socket, event: string): Promise<Value> {
  const value = await new Promise((resolve) => {
    socket.once(event, resolve)
  })
  return value as Value
}

const GREETING = 'name = input("Who? ")\nprint("Hello,", name)\nimport sys\nprint("oh", file=sys.stderr)'

describe.each([[['websocket']], [['polling']], [['polling', 'websocket']]])('over %j', (transports) => {
  it('a program receives typed input while it runs', async () => {
    const socket = connect(transports)
    const said: Record<string, unknown>[] = []
    socket.on('output', (output: Record<string, unknown>) => said.push(output))
    const started = next(socket, 'execution-start')
    const ended = next(socket, 'execution-complete')
    socket.emit('execute-interactive', { language: 'python', code: GREETING })
    const { executionId } = await started
    await expect.poll(() => said.map(({ data }) => data).join('')).toBe('Who? ')
    socket.emit('input', { data: 'Ada\n', executionId: 'another' })
    socket.emit('input', { data: 'Grace\n', executionId })
    expect(await ended).toEqual({
      status: 'success',
      exitCode: 0,
      executionId,
      verdict: 'ok',
      message: expect.any(String),
    })
    const stdout = said.filter(({ type }) => type === undefined).map(({ data }) => data)
    expect(stdout.join('')).toBe('Who? Hello, Grace\n')
    const stderr = said.filter(({ type }) => type === 'stderr').map(({ data }) => data)
    expect(stderr.join('')).toBe('oh\n')
  })
})

it('a program that fails is reported', async () => {
  const socket = connect(['websocket'])
  socket.emit('execute-interactive', { language: 'python', code: 'raise SystemExit(3)' })
  expect(await next(socket, 'execution-complete')).toMatchObject({ status: 'error', exitCode: 3 })
})

it('a program that can not run is reported as an error', async () => {
  const socket = connect(['websocket'])
  socket.emit('execute-interactive', { language: 'klingon', code: 'x' })
  expect(await next(socket, 'error')).toEqual({ message: 'Unknown language "klingon".' })
  socket.emit('execute-interactive', { language: 'python', code: '1', timeout: 1e12 })
  expect(await next(socket, 'error')).toEqual({
    message: '"timeout": 1000000000000 is more than the maximum, 300000.',
  })
  socket.emit('execute-interactive', null)
  expect(await next(socket, 'error')).toEqual({ message: expect.any(String) })
  socket.emit('input', { data: 1 })
  expect(await next(socket, 'error')).toEqual({ message: expect.stringContaining('data') })
})

it('a client that leaves ends its program', async () => {
  const socket = connect(['websocket'])
  socket.emit('execute-interactive', { language: 'python', code: 'input()' })
  const { executionId } = await next(socket, 'execution-start')
  socket.disconnect()
  await expect
    .poll(async () => {
      const response = await fetch(new URL(`/v1/runs/${String(executionId)}`, service.url))
      return response.json()
    })
    .toMatchObject({ state: 'ended', verdict: 'cancelled' })
})

it('a megabyte arrives completely', async () => {
  const socket = connect(['websocket'])
  let length = 0
  socket.on('output', ({ data }: { data: string }) => (length += data.length))
  socket.emit('execute-interactive', { language: 'python', code: 'for i in range(20000): print("x" * 99)' })
  await next(socket, 'execution-complete')
  expect(length).toBe(2_000_000)
})

it('a connection runs at most eight programs, however fast it asks for more', async () => {
  const socket = connect(['websocket'])
  const events: string[] = []
  const answered = Promise.withResolvers<void>()
  for (const event of ['execution-start', 'error']) {
    socket.on(event, () => {
      if (events.push(event) === 10) answered.resolve()
    })
  }
  await next(socket, 'connect')
  for (let count = 0; count < 10; count++) socket.emit('execute-interactive', { language: 'bash', code: 'read word' })
  await answered.promise
  expect(events.toSorted()).toEqual([...Array(2).fill('error'), ...Array(8).fill('execution-start')])
})

it('asks for a token if the service does, and refuses strangers', async () => {
  const token = 'a-token-of-the-test'
  await using own = await startService({ SANDRUN_TOKEN: token })
  const nobody = await next<Error>(connect(['websocket'], own), 'connect_error')
  expect(nobody.message).toContain('token')
  await next(connect(['websocket'], own, { auth: { token } }), 'connect')
  const stranger = await fetch(new URL('/socket.io/?EIO=4&transport=polling', own.url), {
    headers: { origin: 'https://evil.example' },
  })
  expect(stranger.status).toBe(403)
  const { hostname, port } = own.url
  const twoHosts = request({ hostname, port, path: '/socket.io/?EIO=4&transport=polling', setDefaultHeaders: false })
  twoHosts.setHeader('host', ['localhost', 'localhost'])
  const [answer] = (await once(twoHosts.end(), 'response')) as [IncomingMessage]
  answer.resume()
  expect(answer.statusCode).toBe(403)
})
