import type { WebSocket } from '@fastify/websocket'

/** Answers pings; of those that come while an answer is on its way the last one only (RFC 6455, section 5.5.3). */
export function answerPings(socket: WebSocket): void {
  let isAnswering = false
  let next: Buffer | null = null
  const answer = (data: Buffer): void => {
    isAnswering = true
    next = null
    socket.pong(data, false, () => {
      isAnswering = false
      if (next !== null) answer(next)
    })
  }
  socket.on('ping', (data: Buffer) => {
    if (isAnswering) next = data
    else answer(data)
  })
}
