import { LimitsSchema, RunRequestSchema } from '@sandrun/shared'
import * as z from 'zod/mini'
import { CapsSchema } from './caps.ts'
import { ROLES } from './principal.ts'

/** An order from the gateway that accepted it to the worker that carries it out. */
const OrderDocumentSchema = z.object({
  /** The run's id, if the queue has it under another: a job may be queued again. */
  id: z.optional(z.string()),
  request: RunRequestSchema,
  principal: z.object({
    id: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    limits: LimitsSchema,
    caps: CapsSchema,
    address: z.string(),
  }),
  /** A person waits for it. */
  live: z.boolean(),
  /** Whether its client may reconnect; null when the client reads the log. */
  resumable: z.nullable(z.boolean()),
  /** Whether to ask the origin before the program starts. */
  asks: z.boolean(),
  /** The token of a client that reconnects. */
  resumeToken: z.string(),
  /** The link that waits for its result. */
  origin: z.object({ node: z.string(), link: z.string() }),
})

export type OrderDocument = z.infer<typeof OrderDocumentSchema>

export function encodeOrder(order: OrderDocument): Uint8Array {
  return Buffer.from(JSON.stringify(order))
}

/** Throws for invalid bytes. */
export function decodeOrder(body: Uint8Array): OrderDocument {
  return OrderDocumentSchema.parse(JSON.parse(Buffer.from(body).toString()))
}
