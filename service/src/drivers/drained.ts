import type { Writable } from 'node:stream'

/** Resolves when the stream can take more, or never will. */
export async function drained(stream: Writable): Promise<void> {
  if (!stream.writableNeedDrain) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const events = ['drain', 'close', 'error'] as const
  for (const event of events) stream.on(event, resolve)
  try {
    await promise
  } finally {
    for (const event of events) stream.off(event, resolve)
  }
}
