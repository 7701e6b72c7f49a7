import * as z from 'zod/mini'
import { LimitsSchema, wholeNumber } from './limits.ts'

/** A client's request for a sandbox that keeps its files from one run to the next. */
export const SessionRequestSchema = z.strictObject({
  language: z.string().check(z.minLength(1), z.maxLength(64)),
  version: z.optional(z.string().check(z.maxLength(64))),
  /** For every run in it; its sandbox has `memoryMb`, `processes` and `diskMb`. */
  limits: z.optional(LimitsSchema),
  compileLimits: z.optional(LimitsSchema),
  /** How long it may be idle, in milliseconds. */
  idleTimeoutMs: z.optional(wholeNumber(1000)),
})

export type SessionRequest = z.infer<typeof SessionRequestSchema>

export const SessionInfoSchema = z.object({
  id: z.string(),
  language: z.string(),
  version: z.string(),
  state: z.enum(['idle', 'running']),
  memoryMb: z.int(),
  processes: z.int(),
  diskMb: z.int(),
  idleTimeoutMs: z.int(),
  /** RFC 3339, UTC. */
  createdAt: z.string(),
  /** When it ends unless it is used before; null during a run. */
  expiresAt: z.nullable(z.string()),
})

export type SessionInfo = z.infer<typeof SessionInfoSchema>

export const SessionsResponseSchema = z.object({ sessions: z.array(SessionInfoSchema) })
