import { LimitsSchema, RunRequestSchema } from '@sandrun/shared'
import * as z from 'zod/mini'
import { CapsSchema } from './caps.ts'
import { ROLES } from './principal.ts'

/** An order on its way from the gateway that took it to the worker that carries it out. */
const OrderDocumentSchema = z.object({
  request: RunRequestSchema,
  principal: z.object({
    id: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    limits: LimitsSchema,
    caps: CapsSchema,
    address: z.string(),
  }),
  /** Somebody sits before it. */
  live: z.boolean(),
  /** Whether its client may come back; null where it follows the log. */
  resumable: z.nullable(z.boolean()),
  /** Its origin is asked before its program starts. */
  asks: z.boolean(),
  /** What a client who comes back has to show. */
  resumeToken: z.string(),
  /** Who waits for its result. */
  origin: z.object({ node: z.string(), link: z.string() }),
})

export type OrderDocument = z.infer<typeof OrderDocumentSchema>

export function encodeOrder(order: OrderDocument): Uint8Array {
  return Buffer.from(JSON.stringify(order))
}

/** Throws when it is none. */
export function decodeOrder(body: Uint8Array): OrderDocument {
  return OrderDocumentSchema.parse(JSON.parse(Buffer.from(body).toString()))
}
