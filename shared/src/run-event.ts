import * as z from 'zod/mini'
import { TextOrBase64Schema } from './bytes.ts'
import {
  CaseMessageSchema,
  ErrorMessageSchema,
  ExitSchema,
  GapSchema,
  PhaseSchema,
  QueuedSchema,
  StartedSchema,
} from './protocol/server-message.ts'

/**
 * Every event of a run has its place in the order, from 1, and its time: milliseconds since the run got its sandbox, by
 * the service's clock, 0 before that.
 */
const stamp = { order: z.int().check(z.gte(0)), atMs: z.number() }

/** A piece of output. `offset` is that of its first byte in its channel. */
export const OutputEventSchema = z.object({
  type: z.literal('output'),
  channel: z.enum(['stdout', 'stderr']),
  offset: z.int().check(z.gte(0)),
  content: TextOrBase64Schema,
  ...stamp,
})

/**
 * An event of `GET /v1/runs/:id/events`: a message of the WebSocket, or output, as text if possible. A `gap` has the
 * order of the event before it.
 */
export const RunEventSchema = z.discriminatedUnion('type', [
  z.extend(QueuedSchema, stamp),
  z.extend(StartedSchema, stamp),
  z.extend(PhaseSchema, stamp),
  z.extend(CaseMessageSchema, stamp),
  OutputEventSchema,
  z.extend(GapSchema, stamp),
  z.extend(ExitSchema, stamp),
  z.extend(ErrorMessageSchema, stamp),
])

export type RunEvent = z.infer<typeof RunEventSchema>
