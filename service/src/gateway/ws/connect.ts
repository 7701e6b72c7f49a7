import type { WebSocket } from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import type { Access } from '../access/access.ts'
import { Connection, HEARTBEAT_MS } from './connection.ts'
import type { ConnectionDependencies } from './connection-dependencies.ts'
import { outboxOf } from './outbox.ts'

/** A client that answers no ping (RFC 6455, section 5.5.2) for this long is gone. */
const PING_MS = 20_000

/** `GET /v1/connect`: a WebSocket that speaks docs/protocol.md. */
export function registerConnect(
  app: FastifyInstance,
  access: Access,
  dependencies: Omit<ConnectionDependencies, 'identify'>,
): void {
  app.get('/v1/connect', { websocket: true, config: { public: true } }, (socket, request) => {
    const outbox = outboxOf(socket)
    const connection = new Connection(
      {
        send: (message) => outbox.send(message),
        sendBytes: (message, taken) => outbox.sendBytes(message, taken),
        close: (code, reason) => outbox.close(code, reason),
        pause: () => socket.pause(),
        resume: () => socket.resume(),
      },
      { ...dependencies, identify: (token) => access.identify(request, token), log: request.log },
    )
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) connection.receiveBytes(data)
      else connection.receiveText(data.toString())
    })
    const pings = startPings(socket)
    const beats = setInterval(() => connection.beat(), HEARTBEAT_MS)
    socket.on('close', () => {
      clearInterval(pings)
      clearInterval(beats)
      connection.closed()
    })
  })
}

/** Ends connections whose other end vanished silently. */
function startPings(socket: WebSocket): NodeJS.Timeout {
  let answered = true
  socket.on('pong', () => {
    answered = true
  })
  return setInterval(() => {
    if (!answered) return socket.terminate()
    answered = false
    socket.ping()
  }, PING_MS)
}
