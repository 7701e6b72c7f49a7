import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { SharedService } from '@sandrun/shared'

/** A local service answers well within this time. */
const ANSWER_MS = 5000

/** Connects while this window uses the service; null if that service no longer exists. */
export async function joinService({ presence: port, token }: SharedService): Promise<Socket | null> {
  const socket = connect({ host: '127.0.0.1', port })
  try {
    socket.write(`${token}\n`)
    await once(socket, 'data', { signal: AbortSignal.timeout(ANSWER_MS) })
    socket.on('error', () => socket.destroy())
    // Nothing more arrives, but an unread socket does not report its end.
    return socket.resume()
  } catch {
    socket.destroy()
    return null
  }
}
