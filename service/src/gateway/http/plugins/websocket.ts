import { EventEmitter } from 'node:events'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import websocket from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import { networkOf } from '../../../model/addresses.ts'
import type { BodyBudget } from '../../body/body-budget.ts'
import { answerPings } from './pings.ts'
import { boundMessages } from '../../ws/bound-messages.ts'

/** How long a client may take to close when asked to. */
const CLOSE_GRACE_MS = 1000

/** RFC 6455, section 7.4.1: the server is going away. */
const GOING_AWAY = 1001

/** Errors of invalid messages and of leaving clients, from ws and Node. */
const CLIENTS_FAULTS = /^(?:WS_ERR_|ECONNRESET$|EPIPE$)/

export interface WebsocketOptions {
  /** The largest message, as large as a request. */
  most: number
  budget: BodyBudget
  /** Whether an upgrade is for another server on the same port. */
  isForeign: (request: IncomingMessage) => boolean
}

/** @fastify/websocket without compression, which costs more than it saves. */
export async function registerWebsocket(
  app: FastifyInstance,
  { most, budget, isForeign }: WebsocketOptions,
): Promise<void> {
  const routed = new EventEmitter()
  const foreign = new Set<Duplex>()
  app.server.on('upgrade', (request, socket, head) => {
    if (!isForeign(request)) return void routed.emit('upgrade', request, socket, head)
    foreign.add(socket)
    socket.once('close', () => foreign.delete(socket))
  })
  await app.register(websocket, {
    // boundMessages gives a reason before it closes, unlike ws; and answerPings need not close.
    options: { server: routed as Server, maxPayload: 0, perMessageDeflate: false, autoPong: false },
    errorHandler(error, socket, request) {
      const isClients = 'code' in error && CLIENTS_FAULTS.test(String(error.code))
      request.log[isClients ? 'debug' : 'error']({ err: error }, 'a WebSocket failed')
      // A close frame has answered the invalid message; terminating at once could discard it.
      if (socket.readyState !== socket.CLOSING) return socket.terminate()
      setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref()
    },
    async preClose() {
      const { clients } = app.websocketServer
      for (const socket of clients) socket.close(GOING_AWAY, 'shutting-down')
      setTimeout(() => {
        for (const socket of clients) socket.terminate()
        for (const socket of foreign) socket.destroy()
      }, CLOSE_GRACE_MS).unref()
    },
  })
  const addresses = new WeakMap<IncomingMessage, string>()
  app.addHook('onRequest', async ({ ws, raw, ip }) => {
    if (ws) addresses.set(raw, ip)
  })
  app.websocketServer.on('connection', (socket, request) => {
    answerPings(socket)
    boundMessages(socket, request.socket, budget.hold(networkOf(addresses.get(request) ?? '')), most)
  })
  // A refused upgrade has left HTTP, so nothing else closes its socket.
  app.addHook('onResponse', async ({ ws, raw }) => {
    if (ws) raw.socket.destroySoon()
  })
}
