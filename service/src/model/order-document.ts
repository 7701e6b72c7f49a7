import { LimitsSchema, RunRequestSchema, SessionRequestSchema } from '@sandrun/shared'
import * as z from 'zod/mini'
import { CapsSchema } from './caps.ts'
import { ROLES } from './principal.ts'

const PrincipalSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  limits: LimitsSchema,
  caps: CapsSchema,
  address: z.string(),
})

/** The link that waits for the outcome. */
const OriginSchema = z.object({ node: z.string(), link: z.string() })

/** An order from the gateway that accepted it to the worker that carries it out. */
const OrderDocumentSchema = z.object({
  /** The run's id, if the queue has it under another: a job may be queued again. */
  id: z.optional(z.string()),
  request: RunRequestSchema,
  principal: PrincipalSchema,
  /** A person waits for it. */
  live: z.boolean(),
  /** Whether its client may reconnect; null when the client reads the log. */
  resumable: z.nullable(z.boolean()),
  /** Whether to ask the origin before the program starts. */
  asks: z.boolean(),
  /** The token of a client that reconnects. */
  resumeToken: z.string(),
  origin: OriginSchema,
})

/** The same for a session. */
const SessionOrderSchema = z.object({ session: SessionRequestSchema, principal: PrincipalSchema, origin: OriginSchema })

const AnyOrderSchema = z.union([SessionOrderSchema, OrderDocumentSchema])

export type OrderDocument = z.infer<typeof OrderDocumentSchema>
export type SessionOrder = z.infer<typeof SessionOrderSchema>

export function encodeOrder(order: OrderDocument | SessionOrder): Uint8Array {
  return Buffer.from(JSON.stringify(order))
}

/** Throws for invalid bytes. */
export function decodeOrder(body: Uint8Array): OrderDocument | SessionOrder {
  return AnyOrderSchema.parse(JSON.parse(Buffer.from(body).toString()))
}
