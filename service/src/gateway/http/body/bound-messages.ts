import type { Socket } from 'node:net'
import type { WebSocket } from '@fastify/websocket'
import { toSandrunError } from '@sandrun/shared'
import type { BodyHold } from './body-budget.ts'

/** RFC 6455, section 7.4.2 and the registry it names: try again later. */
const TRY_AGAIN_LATER = 1013

/** So long a client has to hear why it is sent away. */
const CLOSE_GRACE_MS = 1000

/**
 * Holds what has come of a message that is not whole yet, and closes the connection where there is no room for it. What is
 * held of messages is its reader's to bound once they are whole.
 */
export function boundMessages(socket: WebSocket, connection: Socket, hold: BodyHold): void {
  let wholeAt = connection.bytesRead
  const whole = (): void => {
    wholeAt = connection.bytesRead
    hold.resize(0)
  }
  for (const event of ['message', 'ping', 'pong'] as const) socket.on(event, whole)
  const count = (): void => {
    try {
      hold.resize(connection.bytesRead - wholeAt)
    } catch (error) {
      const refusal = toSandrunError(error)
      connection.off('data', count)
      socket.send(JSON.stringify({ type: 'error', ...refusal.toBody() }))
      socket.close(TRY_AGAIN_LATER, refusal.code)
      socket.pause()
      setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref()
    }
  }
  connection.on('data', count)
  socket.on('close', () => hold[Symbol.dispose]())
}
