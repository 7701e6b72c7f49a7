import * as z from 'zod/mini'
import { SIGNAL_NAMES } from '../signals.ts'

const offset = z.int().check(z.gte(0))

export const HelloSchema = z.object({
  type: z.literal('hello'),
  protocol: z.int(),
  client: z.string().check(z.maxLength(128)),
  token: z.optional(z.string().check(z.maxLength(4096))),
  resume: z.optional(z.boolean()),
})

/** `run` is a run request, checked separately so that a mistake in it refuses the run and not the connection. */
export const StartSchema = z.object({ type: z.literal('start'), run: z.unknown() })

export const StdinEndSchema = z.object({ type: z.literal('stdin-end') })

export const SignalSchema = z.object({ type: z.literal('signal'), name: z.enum(SIGNAL_NAMES) })

/** A terminal that is hidden or just opened has no columns or rows: no size, but no mistake either. */
const side = z.int().check(z.gte(0), z.lte(1000))

export const ResizeSchema = z.object({ type: z.literal('resize'), cols: side, rows: side })

export const CancelSchema = z.object({ type: z.literal('cancel') })

/** Offsets up to which a client has received each channel. */
export const AckSchema = z.object({ type: z.literal('ack'), stdout: offset, stderr: offset })

/** Follows a run again, from the offsets that the client has. */
export const AttachSchema = z.object({
  type: z.literal('attach'),
  runId: z.string(),
  resumeToken: z.string(),
  stdout: offset,
  stderr: offset,
})

/** A client's text frames; stdin travels in binary frames. */
export const ClientMessageSchema = z.discriminatedUnion('type', [
  HelloSchema,
  StartSchema,
  StdinEndSchema,
  SignalSchema,
  ResizeSchema,
  CancelSchema,
  AckSchema,
  AttachSchema,
])

export type ClientMessage = z.infer<typeof ClientMessageSchema>
export type ClientMessageType = ClientMessage['type']
export type Attach = z.infer<typeof AttachSchema>
export type Hello = z.infer<typeof HelloSchema>

export const CLIENT_MESSAGE_TYPES: ReadonlySet<string> = new Set<ClientMessageType>([
  'hello',
  'start',
  'stdin-end',
  'signal',
  'resize',
  'cancel',
  'ack',
  'attach',
])
