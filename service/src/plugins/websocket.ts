import websocket from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'

/** How long a client may take to close after it was told to. */
const CLOSE_GRACE_MS = 1000

/** RFC 6455, section 7.4.1: the server is going away. */
const GOING_AWAY = 1001

/** @fastify/websocket: one message may be as large as one request; no compression, which would cost more than it saves. */
export async function registerWebsocket(app: FastifyInstance, maxRequestBytes: number): Promise<void> {
  await app.register(websocket, {
    options: { maxPayload: maxRequestBytes, perMessageDeflate: false },
    async preClose() {
      const { clients } = app.websocketServer
      for (const socket of clients) socket.close(GOING_AWAY, 'shutting-down')
      setTimeout(() => clients.forEach((socket) => socket.terminate()), CLOSE_GRACE_MS).unref()
    },
  })
  // A refused upgrade has left HTTP: nobody else would ever close its socket.
  app.addHook('onResponse', async ({ headers, raw }) => {
    if (headers.upgrade !== undefined) raw.socket.destroySoon()
  })
}
