import type { WebSocket } from '@fastify/websocket'

/** Answers pings; while an answer is being sent, only the last of them (RFC 6455, section 5.5.3). */
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
