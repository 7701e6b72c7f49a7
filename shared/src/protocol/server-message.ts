import * as z from 'zod/mini'
import { ErrorBodySchema } from '../error-codes.ts'
import { LimitsSchema } from '../limits.ts'
import { CaseResultSchema, PHASES, RunResultSchema } from '../run-result.ts'

const offset = z.int().check(z.gte(0))

export const WelcomeSchema = z.object({
  type: z.literal('welcome'),
  protocol: z.int(),
  server: z.string(),
  principal: z.string(),
  /** The most a run may ask for. */
  limits: LimitsSchema,
  /** The largest accepted message, in bytes. */
  maxMessageBytes: z.optional(z.int().check(z.gte(1))),
  /** The service sends something at least this often. Absent: no promise. */
  heartbeatMs: z.optional(z.int().check(z.gte(1))),
  /** The client may have the service build languages (`POST /v1/languages/{id}/build`). */
  mayBuild: z.optional(z.boolean()),
})

/** Nothing new: the connection is alive. */
export const HeartbeatSchema = z.object({ type: z.literal('heartbeat') })

export const AcceptedSchema = z.object({
  type: z.literal('accepted'),
  runId: z.string(),
  resumeToken: z.string(),
})

/** 1 = next. Sent again at every change. `for`: the run has begun, and waits for its turn to compile. */
export const QueuedSchema = z.object({
  type: z.literal('queued'),
  position: z.int(),
  for: z.optional(z.literal('compiler')),
})

export const StartedSchema = z.object({
  type: z.literal('started'),
  language: z.string(),
  version: z.string(),
  warm: z.boolean(),
  /** The limits of the run phase. */
  limits: z.optional(LimitsSchema),
  /** The reachable network. */
  network: z.optional(z.literal('none')),
})

export const PhaseSchema = z.object({
  type: z.literal('phase'),
  name: z.enum(PHASES),
  cached: z.optional(z.boolean()),
})

/** Offset up to which the program has taken its stdin, or is known not to read it. */
export const StdinAckSchema = z.object({ type: z.literal('stdin-ack'), offset })

/** The program waits for its stdin, or no longer does. At first it does not. */
export const WaitingSchema = z.object({ type: z.literal('waiting'), waiting: z.boolean() })

/** One case of a run has ended; `index` counts from 0. */
export const CaseMessageSchema = z.object({ type: z.literal('case'), index: z.int(), result: CaseResultSchema })

export const ExitSchema = z.object({ type: z.literal('exit'), result: RunResultSchema })

export const ErrorMessageSchema = z.object({ type: z.literal('error'), ...ErrorBodySchema.shape })

/** The answer to `attach`; the missing output follows. `stdinOffset`: where its stdin continues. */
export const AttachedSchema = z.object({
  type: z.literal('attached'),
  state: z.enum(['queued', 'running', 'ended']),
  stdinOffset: offset,
})

/** Bytes of a channel that this client has lost, from and up to these offsets. */
export const GapSchema = z.object({
  type: z.literal('gap'),
  channel: z.enum(['stdout', 'stderr']),
  from: offset,
  to: offset,
})

/** The service's text frames; stdout and stderr travel in binary frames. */
export const ServerMessageSchema = z.discriminatedUnion('type', [
  WelcomeSchema,
  HeartbeatSchema,
  AcceptedSchema,
  QueuedSchema,
  StartedSchema,
  PhaseSchema,
  StdinAckSchema,
  WaitingSchema,
  CaseMessageSchema,
  ExitSchema,
  AttachedSchema,
  GapSchema,
  ErrorMessageSchema,
])

export type ServerMessage = z.infer<typeof ServerMessageSchema>
export type Welcome = z.infer<typeof WelcomeSchema>
export type Started = z.infer<typeof StartedSchema>
