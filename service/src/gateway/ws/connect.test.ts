import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { DEFAULT_MAXIMUM_LIMITS } from '@sandrun/shared'
import { connectUrl, RunClient, webSocketTransport } from '@sandrun/shared/client'
import Fastify, { type FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { lastOf, FakeHost } from '../../../test/support/fake-host.ts'
import { submitTo } from '../../../test/support/fake-submit.ts'
import { startWorker } from '../../../test/support/process-worker.ts'
import { until } from '../../../test/support/until.ts'
import { watch } from '../../conformance/watched-run.ts'
import type { RunHost } from '../../ports/run-host.ts'
import { readConfig } from '../../settings/environment.ts'
import { Access } from '../access/access.ts'
import { BodyBudget } from '../body/body-budget.ts'
import { registerWebsocket } from '../http/plugins/websocket.ts'
import { LiveRuns } from '../../worker/live/live-runs.ts'
import { registerConnect } from './connect.ts'
import { lockoutAt } from '../../../test/support/lockout.ts'

const BEAT = 20_000

let app: FastifyInstance

/** A service with only this route. */
async function listen(host: RunHost): Promise<URL> {
  await registerWebsocket(app, { most: 2 ** 20, budget: new BodyBudget(2 ** 24), isForeign: () => false })
  registerConnect(app, new Access(readConfig({}), [], lockoutAt()), {
    runs: submitTo(host).runs,
    liveRuns: new LiveRuns(),
    maximum: DEFAULT_MAXIMUM_LIMITS,
    maxMessageBytes: 2 ** 20,
    server: 'test',
    log: pino({ level: 'silent' }),
  })
  await app.listen({ host: '127.0.0.1', port: 0 })
  return new URL(`http://127.0.0.1:${(app.server.address() as AddressInfo).port}`)
}

beforeEach(() => {
  app = Fastify()
})
afterEach(async () => {
  vi.useRealTimers()
  await app.close()
})

describe('a client that vanished silently', () => {
  /** A client that answers pings only as the test says, and counts them. */
  async function open(url: URL, autoPong: boolean): Promise<{ socket: WebSocket; pings: () => number }> {
    const socket = new WebSocket(connectUrl(url), { autoPong })
    let pings = 0
    socket.on('ping', () => pings++)
    await once(socket, 'open')
    return { socket, pings: () => pings }
  }

  it('is dropped at the second beat, and its run ends', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const host = new FakeHost()
    const { socket, pings } = await open(await listen(host), false)
    socket.send(JSON.stringify({ type: 'hello', protocol: 1, client: 'test' }))
    socket.send(JSON.stringify({ type: 'start', run: { language: 'sh', code: 'true' } }))
    await until('its run has begun', () => host.runs.length === 1)
    await vi.advanceTimersByTimeAsync(BEAT)
    await until('it was sent a ping', () => pings() === 1)
    expect([socket.readyState, lastOf(host).isCancelled]).toEqual([WebSocket.OPEN, false])
    await vi.advanceTimersByTimeAsync(BEAT)
    await until('it is given up', () => socket.readyState === WebSocket.CLOSED)
    await until('its run has ended', () => lastOf(host).isCancelled)
  })

  it('differs from one that answers', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    const { socket, pings } = await open(await listen(new FakeHost()), true)
    let answers = 0
    socket.on('message', (message: Buffer) => (answers += message.includes('"type":"heartbeat"') ? 0 : 1))
    for (let beat = 1; beat <= 3; beat++) {
      await vi.advanceTimersByTimeAsync(BEAT)
      await until('it was sent a ping', () => pings() === beat)
      // An answer after the pong shows that the pong has arrived.
      if (beat === 1) socket.send(JSON.stringify({ type: 'hello', protocol: 1, client: 'test' }))
      else socket.send(JSON.stringify({ type: 'start', run: { language: 3 } }))
      await until('it is answered', () => answers === beat)
    }
    expect(socket.readyState).toBe(WebSocket.OPEN)
    socket.terminate()
  })
})

describe('a real program', () => {
  it('speaks with its client, and ends with it', async () => {
    await using worker = await startWorker()
    const url = await listen(worker.worker)
    const client = await RunClient.connect(() => webSocketTransport(connectUrl(url)), { client: 'test/1' })
    const code = 'echo "name?"; read name; echo "hello $name"; exec sleep 1000'
    const run = watch(client, { language: 'sh', code })
    await run.sees('name?')
    run.send('Ada\n')
    await run.sees('hello Ada')
    run.active.cancel()
    await expect(run.result).resolves.toMatchObject({ verdict: 'cancelled' })
    client.close()
    await until('its sandbox is gone', () => worker.engine.started.every(({ isAlive }) => !isAlive))
  })
})
