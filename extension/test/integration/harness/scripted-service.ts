import { once } from 'node:events'
import { createServer } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'
import { python } from './python.ts'

/** What a scripted service says first. */
export const WELCOME = { type: 'welcome', protocol: 1, server: 'scripted', principal: 'test', limits: {} }

/** What a scripted service does with a client's message. */
export type Script = (
  say: (message: object) => void,
  message: { type: string; token?: string },
  hangUp: () => void,
) => void

/** A stand-in for states a real service is in too rarely to test. Gives its address, and what ends it. */
export async function startScriptedService(
  script: Script,
): Promise<{ url: string; headers: object[]; stop: () => Promise<void> }> {
  const headers: object[] = []
  const server = createServer((request, response) => {
    headers.push(request.headers)
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ languages: [python] }))
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket: WebSocket) => {
    const say = (message: object): void => socket.send(JSON.stringify(message))
    socket.on('message', (data, isBinary) => {
      if (!isBinary && Buffer.isBuffer(data)) script(say, JSON.parse(data.toString()), () => socket.terminate())
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    headers,
    stop: async () => {
      for (const socket of sockets.clients) socket.terminate()
      server.close()
      await once(server, 'close')
    },
  }
}

/** An address at which nobody listens (any more). */
export async function deadUrl(): Promise<string> {
  const { url, stop } = await startScriptedService(() => {})
  await stop()
  return url
}
