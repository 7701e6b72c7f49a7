/** Decodes what an agent sends to the host; service/agent/README.md is the reference. */
import {
  type AgentFrame,
  CAUSE_NAMES,
  type ExitFrame,
  FAILURE_NAMES,
  type FileBeginFrame,
  HEADER_BYTES,
  MAX_AGENT_PAYLOAD_BYTES,
  NO_PHASE,
  PHASE_NAMES,
} from './frames-format.ts'

/** The agent sent bytes that are not a valid frame. */
export class AgentFrameError extends Error {
  override readonly name = 'AgentFrameError'
}

/**
 * Decodes frames from the agent's bytes, in chunks of any size. A payload that lies whole in one chunk stays a view of
 * it; any other is copied once. Throws an AgentFrameError, and can't be used after that.
 */
export class AgentFrameDecoder {
  readonly #header = Buffer.alloc(HEADER_BYTES)
  #headerFilled = 0
  #payload: Buffer | null = null
  #payloadFilled = 0

  push(chunk: Uint8Array): AgentFrame[] {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const frames: AgentFrame[] = []
    let at = 0
    for (;;) {
      at += this.#fillHeader(bytes, at)
      if (this.#headerFilled < HEADER_BYTES) return frames
      const length = payloadLength(this.#header)
      if (this.#payload === null && bytes.length - at >= length) {
        frames.push(this.#finish(bytes.subarray(at, at + length)))
        at += length
        continue
      }
      if (at === bytes.length) return frames
      this.#payload ??= Buffer.alloc(length)
      const copied = bytes.copy(this.#payload, this.#payloadFilled, at)
      this.#payloadFilled += copied
      at += copied
      if (this.#payloadFilled === length) frames.push(this.#finish(this.#payload))
    }
  }

  #fillHeader(bytes: Buffer, at: number): number {
    const copied = bytes.copy(this.#header, this.#headerFilled, at)
    this.#headerFilled += copied
    return copied
  }

  #finish(payload: Buffer): AgentFrame {
    this.#headerFilled = 0
    this.#payload = null
    this.#payloadFilled = 0
    return decodeAgentFrame(this.#header.readUInt8(0), payload)
  }
}

function payloadLength(header: Buffer): number {
  const length = header.readUInt32BE(1)
  if (length > MAX_AGENT_PAYLOAD_BYTES) throw new AgentFrameError(`The agent sent a frame of ${length} bytes.`)
  return length
}

function decodeAgentFrame(type: number, payload: Buffer): AgentFrame {
  try {
    return readAgentFrame(type, new PayloadReader(payload))
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new AgentFrameError(`The agent sent a frame of type ${type} with ${payload.length} bytes.`, { cause: error })
  }
}

function readAgentFrame(type: number, payload: PayloadReader): AgentFrame {
  switch (type) {
    case 0x81:
      return payload.end({ type: 'ready', protocol: payload.unsigned(2) })
    case 0x82:
      return payload.end({
        type: 'started',
        phase: payload.named(PHASE_NAMES),
        prepared: payload.unsigned(1) === 1,
      })
    case 0x83:
      return { type: 'stdout', bytes: payload.rest() }
    case 0x84:
      return { type: 'stderr', bytes: payload.rest() }
    case 0x85:
      return payload.end(readExit(payload))
    case 0x86:
      return readFailed(payload)
    case 0x87:
      return payload.end({ type: 'stdin-ack', bytes: payload.unsigned(4) })
    case 0x88:
      return payload.end({ type: 'pong', token: payload.unsigned(4) })
    case 0x89:
      return { type: 'warn', code: payload.unsigned(1), message: payload.rest().toString() }
    case 0x8a:
      return payload.end(readFileBegin(payload))
    case 0x8b:
      return { type: 'file-data', bytes: payload.rest() }
    case 0x8c:
      return readCollected(payload)
    case 0x8d:
      return { type: 'reset-done', ok: payload.unsigned(1) === 1, message: payload.rest().toString() }
    case 0x8e:
      return { type: 'prepared', ok: payload.unsigned(1) === 1, message: payload.rest().toString() }
    case 0x8f:
      return payload.end({ type: 'waiting', waiting: payload.unsigned(1) === 1 })
    default:
      throw new AgentFrameError(`The agent sent a frame of the unknown type ${type}.`)
  }
}

function readExit(payload: PayloadReader): ExitFrame {
  const phase = payload.named(PHASE_NAMES)
  const cause = payload.named(CAUSE_NAMES, 0)
  const signalled = payload.unsigned(1) === 1
  const value = payload.unsigned(1)
  return {
    type: 'exit',
    phase,
    cause,
    exitCode: signalled ? null : value,
    signal: signalled ? value : null,
    wallUs: payload.unsigned64(),
    cpuUs: payload.unsigned64(),
    peakBytes: payload.unsigned64(),
    memorySource: payload.unsigned(1) === 1 ? 'cgroup' : 'rss',
  }
}

function readFailed(payload: PayloadReader): AgentFrame {
  const phase = payload.named(PHASE_NAMES, NO_PHASE)
  return { type: 'failed', phase, code: payload.named(FAILURE_NAMES), message: payload.rest().toString() }
}

function readCollected(payload: PayloadReader): AgentFrame {
  const files = payload.unsigned(4)
  const leftOut = payload.unsigned(1) === 1
  const unmatched: number[] = []
  while (payload.left > 0) unmatched.push(payload.unsigned(2))
  return { type: 'collected', files, leftOut, unmatched }
}

function readFileBegin(payload: PayloadReader): FileBeginFrame {
  const executable = payload.unsigned(1) === 1
  const size = payload.unsigned64()
  const path = payload.bytes(payload.unsigned(2)).toString()
  return { type: 'file-begin', path, executable, size }
}

/** Reads a payload front to back. Throws a RangeError when it is too short or too long, or a number is invalid. */
class PayloadReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  /** Bytes that are not yet read. */
  get left(): number {
    return this.#bytes.length - this.#at
  }

  unsigned(width: number): number {
    const value = this.#bytes.readUIntBE(this.#at, width)
    this.#at += width
    return value
  }

  /** Microseconds and bytes: exact up to 2^53. */
  unsigned64(): number {
    const value = this.#bytes.readBigUInt64BE(this.#at)
    this.#at += 8
    return Number(value)
  }

  /** The name for a byte; null for the byte that means "nothing". */
  named<Name>(names: ReadonlyMap<number, Name>): Name
  named<Name>(names: ReadonlyMap<number, Name>, nothing: number): Name | null
  named<Name>(names: ReadonlyMap<number, Name>, nothing?: number): Name | null {
    const value = this.unsigned(1)
    if (value === nothing) return null
    const name = names.get(value)
    if (name === undefined) throw new RangeError(`${value} has no meaning.`)
    return name
  }

  bytes(count: number): Buffer {
    const bytes = this.#bytes.subarray(this.#at, this.#at + count)
    if (bytes.length < count) throw new RangeError('Fewer bytes than such a frame has.')
    this.#at += count
    return bytes
  }

  rest(): Buffer {
    return this.#bytes.subarray(this.#at)
  }

  /** Returns the frame; throws if bytes are left unread. */
  end<Frame>(frame: Frame): Frame {
    if (this.#at !== this.#bytes.length) throw new RangeError('More bytes than such a frame has.')
    return frame
  }
}
