import type { FastifyInstance } from 'fastify'
import { Connection, type ConnectionDependencies } from '../connection/connection.ts'

/** `GET /v1/connect`: a WebSocket that speaks docs/protocol.md. */
export function registerConnect(app: FastifyInstance, dependencies: ConnectionDependencies): void {
  app.get('/v1/connect', { websocket: true }, (socket, request) => {
    const connection = new Connection(
      {
        send: (message, done) => socket.send(message, () => done?.()),
        close: (code, reason) => socket.close(code, reason),
      },
      request.headers,
      { ...dependencies, log: request.log },
    )
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) connection.receiveBytes(data)
      else connection.receiveText(data.toString())
    })
    socket.on('close', () => connection.closed())
    socket.on('error', () => socket.terminate())
  })
}
