/**
 * The agent's wire format, host side: `u8 type, u32 payload length, payload`, all integers big endian.
 * service/agent/README.md is its reference.
 */
import {
  type AgentFrame,
  CAUSE_NAMES,
  CAUSES,
  type CollectFrame,
  type ExecFrame,
  type ExitFrame,
  FAILURE_NAMES,
  type FileBeginFrame,
  type FileFrame,
  HEADER_BYTES,
  HOST_TYPES,
  type HostFrame,
  MAX_AGENT_PAYLOAD_BYTES,
  MAX_HOST_PAYLOAD_BYTES,
  NO_PHASE,
  PHASE_NAMES,
  PHASES,
  limit32,
  limit64,
  u16,
  u32,
} from './frames-format.ts'

export type * from './frames-format.ts'

/** What came from the agent is not what an agent sends. */
export class AgentFrameError extends Error {
  override readonly name = 'AgentFrameError'
}

/** One frame as bytes. Throws a RangeError where it is over the limit: a file must come from `encodeFile`. */
export function encodeHostFrame(frame: HostFrame): Uint8Array {
  const payload = hostPayload(frame)
  const length = payload.reduce((sum, part) => sum + part.length, 0)
  if (length > MAX_HOST_PAYLOAD_BYTES) {
    throw new RangeError(`A ${frame.type} frame of ${length} bytes: at most ${MAX_HOST_PAYLOAD_BYTES} are sent.`)
  }
  return Buffer.concat([Buffer.of(HOST_TYPES[frame.type]), u32(length), ...payload])
}

/** The frames that write a file of any size: the first makes it, the others go to its end. */
export function encodeFile(file: Pick<FileFrame, 'path' | 'content' | 'executable'>): FileFrame[] {
  const { path, content, executable } = file
  const step = MAX_HOST_PAYLOAD_BYTES - 3 - Buffer.byteLength(path)
  if (step <= 0) throw new RangeError('The path of a file is longer than a frame.')
  const frames: FileFrame[] = [{ type: 'file', path, content: content.subarray(0, step), executable }]
  for (let at = step; at < content.length; at += step) {
    frames.push({ type: 'file', path, content: content.subarray(at, at + step), executable, append: true })
  }
  return frames
}

/** The payload, in parts that are yet to be joined. */
function hostPayload(frame: HostFrame): Uint8Array[] {
  switch (frame.type) {
    case 'file':
      return filePayload(frame)
    case 'exec':
      return execPayload(frame)
    case 'stdin':
      return [frame.bytes]
    case 'stdin-end':
      return []
    case 'signal':
      return [Buffer.of(frame.signal)]
    case 'resize':
      return [u16(frame.cols), u16(frame.rows)]
    case 'grant':
      return [u32(frame.bytes)]
    case 'stop':
      return [Buffer.of(CAUSES[frame.cause]), u32(frame.graceMs)]
    case 'ping':
      return [u32(frame.token)]
    case 'collect':
      return collectPayload(frame)
    case 'reset':
      return [Buffer.of(Number(frame.wipe))]
  }
}

function filePayload({ path, content, executable, append = false }: FileFrame): Uint8Array[] {
  const name = Buffer.from(path)
  return [Buffer.of(flags(executable, append)), u16(name.length), name, content]
}

function execPayload(frame: ExecFrame): Uint8Array[] {
  const { terminal, limits } = frame
  const fromFrames = frame.stdin === 'frames'
  return [
    Buffer.of(PHASES[frame.phase]),
    Buffer.of(flags(terminal !== null, fromFrames, frame.onlyIfOk, frame.interactive, frame.stdinPipe)),
    u16(terminal?.cols ?? 0),
    u16(terminal?.rows ?? 0),
    ...[limits.cpuMs, limits.wallMs, limits.idleMs, limits.hardMs].map(limit32),
    limit64(limits.fileBytes),
    limit32(limits.openFiles),
    strings(frame.argv),
    strings(Object.entries(frame.env).map(([name, value]) => `${name}=${value}`)),
  ]
}

function collectPayload({ patterns, maxTotalBytes, maxFileBytes }: CollectFrame): Uint8Array[] {
  const parts = patterns.map((pattern) => Buffer.from(pattern))
  return [
    u32(maxTotalBytes),
    u32(maxFileBytes),
    u16(parts.length),
    ...parts.flatMap((part) => [u16(part.length), part]),
  ]
}

/** Bit n is the nth. */
function flags(...bits: readonly boolean[]): number {
  return bits.reduce((byte, bit, position) => byte | (Number(bit) << position), 0)
}

function strings(list: readonly string[]): Buffer {
  const parts = list.map((one) => Buffer.from(one))
  return Buffer.concat([u16(parts.length), ...parts.flatMap((part) => [u32(part.length), part])])
}

/**
 * Makes frames of the agent's bytes, however they are cut. A payload that is whole in one chunk stays a view of it;
 * one that is not is put together once, in place. Throws an AgentFrameError, after which it is of no more use.
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
      return payload.end({ type: 'started', phase: payload.named(PHASE_NAMES) })
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
      return payload.end({ type: 'collected', files: payload.unsigned(4), leftOut: payload.unsigned(1) === 1 })
    case 0x8d:
      return { type: 'reset-done', ok: payload.unsigned(1) === 1, message: payload.rest().toString() }
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

function readFileBegin(payload: PayloadReader): FileBeginFrame {
  const executable = payload.unsigned(1) === 1
  const size = payload.unsigned64()
  const path = payload.bytes(payload.unsigned(2)).toString()
  return { type: 'file-begin', path, executable, size }
}

/** Reads a payload front to back. Throws a RangeError where it is too short, too long, or a number has no meaning. */
class PayloadReader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
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

  /** What a byte stands for; null for the one that stands for nothing. */
  named<Name>(names: ReadonlyMap<number, Name>): Name
  named<Name>(names: ReadonlyMap<number, Name>, nothing: number): Name | null
  named<Name>(names: ReadonlyMap<number, Name>, nothing?: number): Name | null {
    const value = this.unsigned(1)
    if (value === nothing) return null
    const name = names.get(value)
    if (name === undefined) throw new RangeError(`${value} stands for nothing.`)
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

  /** Passes the frame on once nothing is left unread. */
  end<Frame>(frame: Frame): Frame {
    if (this.#at !== this.#bytes.length) throw new RangeError('More bytes than such a frame has.')
    return frame
  }
}
