import websocket from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'

/** @fastify/websocket: one message may be as large as one request; no compression, which would cost more than it saves. */
export async function registerWebsocket(app: FastifyInstance, maxRequestBytes: number): Promise<void> {
  await app.register(websocket, { options: { maxPayload: maxRequestBytes, perMessageDeflate: false } })
}
