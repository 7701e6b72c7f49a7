import { RunEventSchema, RunRecordSchema, RunSummarySchema } from '@sandrun/shared'
import * as z from 'zod/mini'

const PageSchema = z.object({
  limit: z.int(),
  after: z.nullable(z.object({ createdAt: z.string(), id: z.string() })),
})

const offset = z.int().check(z.gte(0))
const PositionSchema = z.object({ order: offset, stdout: offset, stderr: offset })

/** The principal whose runs, calls or files it is about: the gateway that asks has checked who that is. */
const head = { principal: z.string() }

/** What a gateway asks another one, which may have what its client wants. */
const QuestionSchema = z.discriminatedUnion('type', [
  z.object({ ...head, type: z.literal('list'), page: PageSchema, adapter: z.optional(z.string()) }),
  z.object({ ...head, type: z.literal('find'), run: z.string() }),
  z.object({ ...head, type: z.literal('cancel'), run: z.string() }),
  /** The ended job was forgotten. */
  z.object({ ...head, type: z.literal('forget'), run: z.string() }),
  /** The events after a position; `waits`: once there are any. */
  z.object({ ...head, type: z.literal('read'), run: z.string(), after: PositionSchema, waits: z.boolean() }),
  /** Cancels a call of an MCP client; all of them without `call`. */
  z.object({
    ...head,
    type: z.literal('cancel-calls'),
    session: z.string(),
    call: z.optional(z.union([z.string(), z.number()])),
  }),
  /** Keeps a file of a client of Jobe. */
  z.object({ ...head, type: z.literal('keep-file'), file: z.string(), base64: z.string() }),
])

const AnswerSchema = z.discriminatedUnion('type', [
  /** This gateway has nothing, or there is nothing to say. */
  z.object({ type: z.literal('nothing') }),
  z.object({ type: z.literal('runs'), runs: z.array(RunSummarySchema) }),
  z.object({ type: z.literal('run'), record: RunRecordSchema }),
  /** `ended`: no more will follow. */
  z.object({
    type: z.literal('events'),
    steps: z.array(z.object({ event: RunEventSchema, position: PositionSchema })),
    ended: z.boolean(),
  }),
])

/** `from` asks under the id `ask`, and gets an answer with the same id. */
const FrameSchema = z.union([
  z.object({ ask: z.string(), from: z.string(), question: QuestionSchema }),
  z.object({ ask: z.string(), answer: AnswerSchema }),
])

export type GatewayQuestion = z.infer<typeof QuestionSchema>
export type GatewayAnswer = z.infer<typeof AnswerSchema>
export type GatewayFrame = z.infer<typeof FrameSchema>

export function encodeGatewayFrame(frame: GatewayFrame): Uint8Array {
  return Buffer.from(JSON.stringify(frame))
}

/** A frame of another version: its question or answer can't be read. */
const UnknownFrameSchema = z.pipe(
  z.object({ ask: z.string(), from: z.optional(z.string()) }),
  z.transform(({ ask, from }) => ({ ask, from, unknown: true as const })),
)

/** Null for what is not a frame. */
export function decodeGatewayFrame(message: Uint8Array): GatewayFrame | z.infer<typeof UnknownFrameSchema> | null {
  try {
    return z.union([FrameSchema, UnknownFrameSchema]).parse(JSON.parse(Buffer.from(message).toString()))
  } catch {
    return null
  }
}
