import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { openService } from './open-service.ts'
import { fetchLanguages } from './service-client.ts'

const { signal } = new AbortController()

const WELCOME = { type: 'welcome', protocol: 1, server: 'test', principal: 'anonymous', limits: {} }

interface Listener extends AsyncDisposable {
  url: string
  /** Resolves when a client connects. */
  connected: Promise<void>
  /** Resolves when the client has gone. */
  gone: Promise<void>
}

/** Answers HTTP as the test says, and welcomes every WebSocket. */
async function listen(answer: (connected: Promise<void>) => RequestListener): Promise<Listener> {
  const connected = Promise.withResolvers<void>()
  const gone = Promise.withResolvers<void>()
  const server = createServer(answer(connected.promise))
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => {
    connected.resolve()
    socket.on('message', () => socket.send(JSON.stringify(WELCOME)))
    socket.on('close', () => gone.resolve())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    connected: connected.promise,
    gone: gone.promise,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets.clients) socket.terminate()
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

const none = JSON.stringify({ languages: [] })

it('connects for a run while it asks for the languages', async () => {
  // The connection answers only after it is open, so asking first would wait forever.
  await using service = await listen(
    (connected) => (_request, response) => void connected.then(() => response.end(none)),
  )
  await using open = await openService(service.url, { runsAtOnce: true, keepWarm: false, signal })
  const first = await open.connect(signal)
  expect(first.welcome).toMatchObject({ server: 'test' })
  // One connection is for one run.
  const second = await open.connect(signal)
  expect(second).not.toBe(first)
  first.close()
  second.close()
})

it('closes a connection that nobody uses', async () => {
  await using service = await listen(
    (connected) => (_request, response) => void connected.then(() => response.end(none)),
  )
  const open = await openService(service.url, { runsAtOnce: true, keepWarm: false, signal })
  await open[Symbol.asyncDispose]()
  await expect(service.gone).resolves.toBeUndefined()
})

it("reports a refusal in the service's words, and closes the connection", async () => {
  const error = { code: 'unauthorized', message: 'Who are you?', retryable: false }
  await using service = await listen((connected) => (_request, response) => {
    void connected.then(() => response.writeHead(401).end(JSON.stringify({ error })))
  })
  const opening = openService(service.url, { runsAtOnce: true, keepWarm: false, signal })
  await expect(opening).rejects.toMatchObject({ code: 'unauthorized', message: 'Who are you?' })
  await expect(service.gone).resolves.toBeUndefined()
})

it('follows a redirection to the languages', async () => {
  await using service = await listen(() => ({ url }, response) => {
    if (url === '/moved') response.end(none)
    else response.writeHead(308, { location: '/moved' }).end()
  })
  await expect(fetchLanguages({ url: new URL(service.url), token: undefined }, signal)).resolves.toEqual([])
})

it('says that another server is not a Sandrun service', async () => {
  await using service = await listen(() => (_request, response) => void response.end('<html>'))
  await expect(fetchLanguages({ url: new URL(service.url), token: undefined }, signal)).rejects.toMatchObject({
    code: 'unreachable',
    message: `${service.url} is not a Sandrun service (HTTP 200).`,
  })
})
