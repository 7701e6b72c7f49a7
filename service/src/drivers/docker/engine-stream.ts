import { createInterface } from 'node:readline'
import { SandrunError } from '@sandrun/shared'
import * as z from 'zod/mini'

/** A progress line of the builder or the registry (Engine API 1.41, ImageBuild and ImageCreate). */
const ProgressSchema = z.object({
  stream: z.optional(z.string()),
  status: z.optional(z.string()),
  error: z.optional(z.string()),
})

const EventSchema = z.object({ Actor: z.object({ ID: z.string() }) })

/** Passes on the builder's lines until the end; throws `sandbox-failed` with the builder's error. */
export async function followProgress(stream: NodeJS.ReadableStream, onProgress: (line: string) => void): Promise<void> {
  for await (const line of createInterface({ input: stream })) {
    if (line.trim() === '') continue
    const progress = ProgressSchema.safeParse(jsonOf(line))
    // A Docker that dies sends a part of a line.
    if (!progress.success) throw new SandrunError('docker-unavailable', 'Docker broke off its answer.')
    const { stream: text, status, error } = progress.data
    if (error !== undefined) throw new SandrunError('sandbox-failed', error.trim())
    for (const part of (text ?? status ?? '').split('\n')) {
      if (part.trim() !== '') onProgress(part.trimEnd())
    }
  }
}

/** Calls back with the container of every event; resolves when the stream is aborted or Docker goes away. */
export async function followEvents(stream: NodeJS.ReadableStream, onContainer: (id: string) => void): Promise<void> {
  const ended = Promise.withResolvers<void>()
  stream.on('error', () => ended.resolve())
  stream.on('close', () => ended.resolve())
  const lines = createInterface({ input: stream })
  lines.on('error', () => ended.resolve())
  lines.on('line', (line) => {
    const event = EventSchema.safeParse(jsonOf(line))
    if (event.success) onContainer(event.data.Actor.ID)
  })
  await ended.promise
}

/** Undefined if the line is not JSON. */
function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
