import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import type { SharedService } from '@sandrun/shared'

/** A service on this machine answers well within this. */
const ANSWER_MS = 5000

/** Connects for as long as this window uses the service; null where no such service is there any more. */
export async function joinService({ presence: port, token }: SharedService): Promise<Socket | null> {
  const socket = connect({ host: '127.0.0.1', port })
  try {
    socket.write(`${token}\n`)
    await once(socket, 'data', { signal: AbortSignal.timeout(ANSWER_MS) })
    socket.on('error', () => socket.destroy())
    // Nothing more is said; what is not read would not tell of the end.
    return socket.resume()
  } catch {
    socket.destroy()
    return null
  }
}
