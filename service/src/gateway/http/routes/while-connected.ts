import type { FastifyReply } from 'fastify'
import { callerLeft } from '../../body/caller-left.ts'

/** Does work for a waiting caller. The signal aborts when the caller disconnects. */
export async function whileConnected<T>(reply: FastifyReply, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const left = new AbortController()
  const leave = (): void => left.abort(callerLeft())
  reply.raw.once('close', leave)
  // A program may be silent for longer than an idle connection.
  reply.raw.setTimeout(0)
  try {
    return await work(left.signal)
  } finally {
    reply.raw.off('close', leave)
  }
}
