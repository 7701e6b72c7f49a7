import { ErrorBodySchema, RunResultSchema, ServerMessageSchema, SIGNAL_NAMES, StartedSchema } from '@sandrun/shared'
import * as z from 'zod/mini'

/**
 * What gateways and workers tell each other of a run: `u32 length (big endian), JSON, bytes`. `link` is one client's
 * following of the run; `n` counts a sender's frames on it from 0, so that one that came twice is dropped and one that is
 * missing is noticed.
 */
const head = { run: z.string(), link: z.string(), from: z.string(), n: z.int() }

const offset = z.int().check(z.gte(0))

const ToWorkerSchema = z.discriminatedUnion('type', [
  z.object({ ...head, type: z.literal('attach'), resumeToken: z.string(), stdout: offset, stderr: offset }),
  /** Followed by its bytes. */
  z.object({ ...head, type: z.literal('stdin'), sequence: offset }),
  z.object({ ...head, type: z.literal('stdin-end') }),
  z.object({ ...head, type: z.literal('signal'), name: z.enum(SIGNAL_NAMES) }),
  z.object({ ...head, type: z.literal('resize'), cols: z.int(), rows: z.int() }),
  z.object({ ...head, type: z.literal('cancel') }),
  z.object({ ...head, type: z.literal('ack'), stdout: offset, stderr: offset }),
  /** The client's socket has taken the oldest output that it had not. */
  z.object({ ...head, type: z.literal('taken') }),
  z.object({ ...head, type: z.literal('detach') }),
  /** The reader has dealt with so many bytes of output, of a run that nobody comes back to. */
  z.object({ ...head, type: z.literal('consumed'), bytes: offset }),
  /** The answer to `beginning`. */
  z.object({ ...head, type: z.literal('begin'), may: z.boolean() }),
])

const ToGatewaySchema = z.discriminatedUnion('type', [
  /** The run is this worker's. */
  z.object({ ...head, type: z.literal('claimed') }),
  /** Asks whether the program may start. */
  z.object({ ...head, type: z.literal('beginning'), started: z.omit(StartedSchema, { type: true }) }),
  z.object({ ...head, type: z.literal('message'), message: ServerMessageSchema }),
  /** Followed by the message for the client, and how much the client has of the channel then. */
  z.object({ ...head, type: z.literal('output'), channel: z.enum(['stdout', 'stderr']), end: offset }),
  z.object({ ...head, type: z.literal('ended') }),
  z.object({ ...head, type: z.literal('taken-over') }),
  /** Something is missing of what the worker was told: the client comes back and says it again. */
  z.object({ ...head, type: z.literal('broken') }),
  z.object({ ...head, type: z.literal('result'), result: RunResultSchema }),
  z.object({ ...head, type: z.literal('failed'), error: ErrorBodySchema }),
])

export type ToWorker = z.infer<typeof ToWorkerSchema>
export type ToGateway = z.infer<typeof ToGatewaySchema>

/** A frame before its sender has put its own marks on it. */
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

/** For a worker; null for what is none of its frames, such as those of a newer version. */
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
