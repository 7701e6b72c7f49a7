import { afterEach, expect, it, vi } from 'vitest'
import { ConnectionPool } from './connection-pool.ts'
import { FakeTransport, result, welcome } from './fake-transport.ts'

const url = new URL('http://127.0.0.1:8080')
const other = new URL('https://sandrun.test')
const { signal } = new AbortController()

/** A pool whose services accept every client at once; it records the transport of each connection by address. */
function pooled(): { pool: ConnectionPool; transports: FakeTransport[]; addresses: string[] } {
  const transports: FakeTransport[] = []
  const addresses: string[] = []
  const pool = new ConnectionPool('test/1', ({ href }) => {
    const transport = new FakeTransport()
    transports.push(transport)
    addresses.push(href)
    queueMicrotask(() => transport.say(welcome))
    return transport
  })
  return { pool, transports, addresses }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

afterEach(() => vi.useRealTimers())

it('connects with the principal and the token, and keeps the connection for the next run', async () => {
  const { pool, transports, addresses } = pooled()
  const first = await pool.take(url, 'secret', signal)
  expect(transports[0]?.messages('hello')).toMatchObject([{ client: 'test/1', token: 'secret' }])
  const run = first.run({ language: 'c' })
  transports[0]?.say({ type: 'exit', result })
  await run.result
  pool.release(first)
  expect(await pool.take(url, 'secret', signal)).toBe(first)
  expect(addresses).toEqual(['ws://127.0.0.1:8080/v1/connect'])
})

it('gives a connection in use to no other run, and keeps one of them', async () => {
  const { pool, transports } = pooled()
  const [first, second] = [await pool.take(url, undefined, signal), await pool.take(url, undefined, signal)]
  expect(second).not.toBe(first)
  pool.release(first)
  pool.release(second)
  expect(transports.map(({ closes }) => closes)).toEqual([1, 0])
  expect(await pool.take(url, undefined, signal)).toBe(second)
})

it.each([
  ['another service', other, 'secret'],
  ['another token', url, 'new'],
  ['no token', url, undefined],
])('closes its connections on a request for %s', async (_what, to, token) => {
  const { pool, transports } = pooled()
  pool.release(await pool.take(url, 'secret', signal))
  await pool.take(to, token, signal)
  expect(transports.map(({ closes }) => closes)).toEqual([1, 0])
})

it('closes a connection that has been idle for too long', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const { pool, transports } = pooled()
  pool.release(await pool.take(url, undefined, signal))
  vi.setSystemTime(Date.now() + 60_000)
  await pool.take(url, undefined, signal)
  expect(transports.map(({ closes }) => closes)).toEqual([1, 0])
})

it('forgets a connection that has ended meanwhile', async () => {
  const { pool, transports } = pooled()
  pool.release(await pool.take(url, undefined, signal))
  transports[0]?.close()
  await settled()
  await pool.take(url, undefined, signal)
  expect(transports).toHaveLength(2)
})

it('closes its kept connection when it is closed', async () => {
  const { pool, transports } = pooled()
  pool.release(await pool.take(url, undefined, signal))
  pool.close()
  expect(transports[0]?.closes).toBe(1)
})

it('ends with the reason of an aborted signal, and reports a silent service', async () => {
  const pool = new ConnectionPool('test/1', () => new FakeTransport())
  const abort = new AbortController()
  const given = pool.take(url, undefined, abort.signal)
  abort.abort(new Error('given up'))
  await expect(given).rejects.toThrow('given up')
  const time = new AbortController()
  vi.spyOn(AbortSignal, 'timeout').mockReturnValue(time.signal)
  const waiting = pool.take(url, undefined, signal)
  time.abort(new DOMException('too late', 'TimeoutError'))
  await expect(waiting).rejects.toMatchObject({
    code: 'unreachable',
    message: 'The service did not answer within 10 s.',
  })
})
