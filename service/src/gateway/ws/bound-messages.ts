import type { Socket } from 'node:net'
import type { WebSocket } from '@fastify/websocket'
import { SandrunError, toSandrunError } from '@sandrun/shared'
import { outboxOf } from './outbox.ts'
import type { BodyHold } from '../body/body-budget.ts'

/** RFC 6455, section 7.4.2 and the registry it names: try again later. */
const TRY_AGAIN_LATER = 1013

/** RFC 6455, section 7.4.1: a message is too big to process. */
const MESSAGE_TOO_BIG = 1009

/** Room for a message's frames and for other messages: `most` limits the message, not its framing. */
const FRAMING_BYTES = 64 * 1024

/** How long a client has to read the reason of the close. */
const CLOSE_GRACE_MS = 1000

/**
 * Limits the size of incomplete messages. Sends a reason and closes the connection when a message is larger than
 * `most`, or there is no room for it. Complete messages are their reader's to limit.
 */
export function boundMessages(socket: WebSocket, connection: Socket, hold: BodyHold, most: number): void {
  let wholeAt = connection.bytesRead
  const whole = (): void => {
    wholeAt = connection.bytesRead
    hold.resize(0)
  }
  for (const event of ['message', 'ping', 'pong'] as const) socket.on(event, whole)
  const count = (): void => {
    try {
      const size = connection.bytesRead - wholeAt
      if (size > most + FRAMING_BYTES) throw tooLarge(most)
      hold.resize(size)
    } catch (error) {
      const refusal = toSandrunError(error)
      connection.off('data', count)
      const outbox = outboxOf(socket)
      outbox.send({ type: 'error', ...refusal.toBody() })
      outbox.close(refusal.code === 'too-large' ? MESSAGE_TOO_BIG : TRY_AGAIN_LATER, refusal.code)
      socket.pause()
      setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref()
    }
  }
  connection.on('data', count)
  socket.on('close', () => hold[Symbol.dispose]())
}

function tooLarge(most: number): SandrunError {
  return new SandrunError(
    'too-large',
    `The message is larger than ${Math.floor(most / 2 ** 20)} MB, this service's maximum.`,
  )
}
