import {
  ErrorBodySchema,
  RunResultSchema,
  ServerMessageSchema,
  SessionInfoSchema,
  SIGNAL_NAMES,
  StartedSchema,
} from '@sandrun/shared'
import * as z from 'zod/mini'

/**
 * Messages between gateways and workers about a run: `u32 length (big endian), JSON, bytes`. `link` is one client's
 * following of the run; `n` counts a sender's frames on it from 0, so that repeated frames are dropped and missing ones
 * are noticed.
 */
const head = { run: z.string(), link: z.string(), from: z.string(), n: z.int() }

const offset = z.int().check(z.gte(0))

const ToWorkerSchema = z.discriminatedUnion('type', [
  z.object({ ...head, type: z.literal('attach'), resumeToken: z.string(), stdout: offset, stderr: offset }),
  /** Asks for a job's run from its beginning: the gateway that requested it is dead. */
  z.object({ ...head, type: z.literal('rejoin') }),
  /** A run of a session, which only this worker can carry out: the order follows. */
  z.object({ ...head, type: z.literal('order') }),
  /** The bytes follow. */
  z.object({ ...head, type: z.literal('stdin'), sequence: offset }),
  z.object({ ...head, type: z.literal('stdin-end') }),
  z.object({ ...head, type: z.literal('signal'), name: z.enum(SIGNAL_NAMES) }),
  z.object({ ...head, type: z.literal('resize'), cols: z.int(), rows: z.int() }),
  z.object({ ...head, type: z.literal('cancel') }),
  z.object({ ...head, type: z.literal('ack'), stdout: offset, stderr: offset }),
  /** The client's socket has taken the oldest output that was not yet taken. */
  z.object({ ...head, type: z.literal('taken') }),
  z.object({ ...head, type: z.literal('detach') }),
  /** The reader has processed this many bytes of output, in a run to which no client can reconnect. */
  z.object({ ...head, type: z.literal('consumed'), bytes: offset }),
  /** The answer to `beginning`. */
  z.object({ ...head, type: z.literal('begin'), may: z.boolean() }),
  /** The answer to `session`, which creates the session. */
  z.object({ ...head, type: z.literal('keep') }),
  /** Asks about a session, or ends it. */
  z.object({ ...head, type: z.literal('ask'), owner: z.string(), about: z.enum(['info', 'end']) }),
])

const ToGatewaySchema = z.discriminatedUnion('type', [
  /** This worker has the run. */
  z.object({ ...head, type: z.literal('claimed') }),
  /** Asks whether the program may start. */
  z.object({ ...head, type: z.literal('beginning'), started: z.omit(StartedSchema, { type: true }) }),
  z.object({ ...head, type: z.literal('message'), message: ServerMessageSchema }),
  /** The message for the client follows; `end` is the client's offset after it. */
  z.object({ ...head, type: z.literal('output'), channel: z.enum(['stdout', 'stderr']), end: offset }),
  z.object({ ...head, type: z.literal('ended') }),
  z.object({ ...head, type: z.literal('taken-over') }),
  /** The worker missed some messages: the client must reconnect and repeat them. */
  z.object({ ...head, type: z.literal('broken') }),
  z.object({ ...head, type: z.literal('result'), result: RunResultSchema }),
  z.object({ ...head, type: z.literal('failed'), error: ErrorBodySchema }),
  /** A gateway's own: it has all that was sent before. Nobody has the run any more. */
  z.object({ ...head, type: z.literal('over') }),
  /** The session is ready, or is as follows, or has ended (null). */
  z.object({ ...head, type: z.literal('session'), info: z.nullable(SessionInfoSchema) }),
])

export type ToWorker = z.infer<typeof ToWorkerSchema>
export type ToGateway = z.infer<typeof ToGatewaySchema>

/** A frame before its sender has added its own fields. */
type Plain<F> = F extends unknown ? Omit<F, 'run' | 'link' | 'from' | 'n'> : never
export type PlainToWorker = Plain<ToWorker>
export type PlainToGateway = Plain<ToGateway>

const NOTHING = new Uint8Array()

export function encodeLinkFrame(frame: ToWorker | ToGateway, bytes: Uint8Array = NOTHING): Uint8Array {
  const json = Buffer.from(JSON.stringify(frame))
  const message = Buffer.allocUnsafe(4 + json.length + bytes.length)
  message.writeUInt32BE(json.length)
  message.set(json, 4)
  message.set(bytes, 4 + json.length)
  return message
}

export interface Received<F> {
  frame: F
  bytes: Uint8Array
}

/** Decodes a frame for a worker; null for any other, such as a newer version's. */
export const decodeToWorker = (message: Uint8Array): Received<ToWorker> | null => decode(ToWorkerSchema, message)

/** The same for a gateway. */
export const decodeToGateway = (message: Uint8Array): Received<ToGateway> | null => decode(ToGatewaySchema, message)

function decode<S extends z.ZodMiniType>(schema: S, message: Uint8Array): Received<z.infer<S>> | null {
  const buffer = Buffer.from(message.buffer, message.byteOffset, message.length)
  if (buffer.length < 4) return null
  const end = 4 + buffer.readUInt32BE()
  if (end > buffer.length) return null
  const { success, data } = schema.safeParse(parseJson(buffer.toString('utf8', 4, end)))
  return success ? { frame: data, bytes: buffer.subarray(end) } : null
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
