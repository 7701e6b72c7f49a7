/** Encodes what the host sends to an agent; service/agent/README.md is the reference. */
import {
  CAUSES,
  type CollectFrame,
  type ExecFrame,
  type FileFrame,
  HOST_TYPES,
  type HostFrame,
  MAX_HOST_PAYLOAD_BYTES,
  PHASES,
  limit32,
  limit64,
  u16,
  u32,
} from './frames-format.ts'

/** Encodes one frame. Throws a RangeError when it is too large: encode files with `encodeFile`. */
export function encodeHostFrame(frame: HostFrame): Uint8Array {
  const payload = hostPayload(frame)
  const length = payload.reduce((sum, part) => sum + part.length, 0)
  if (length > MAX_HOST_PAYLOAD_BYTES) {
    throw new RangeError(`A ${frame.type} frame of ${length} bytes: at most ${MAX_HOST_PAYLOAD_BYTES} are sent.`)
  }
  return Buffer.concat([Buffer.of(HOST_TYPES[frame.type]), u32(length), ...payload])
}

/** The frames that write a file of any size: the first creates it, the others append to it. */
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

/** The payload, in parts to be joined. */
function hostPayload(frame: HostFrame): Uint8Array[] {
  switch (frame.type) {
    case 'file':
      return filePayload(frame)
    case 'exec':
      return execPayload(frame)
    case 'prepare':
      return [Buffer.of(PHASES[frame.phase]), strings(frame.argv), environment(frame.env)]
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
    Buffer.of(
      flags(
        terminal !== null,
        fromFrames,
        frame.onlyIfOk,
        frame.interactive,
        frame.stdinPipe,
        frame.prepared ?? false,
        frame.copied ?? false,
        frame.gathered ?? false,
      ),
    ),
    u16(terminal?.cols ?? 0),
    u16(terminal?.rows ?? 0),
    ...[limits.cpuMs, limits.wallMs, limits.idleMs, limits.hardMs].map(limit32),
    limit64(limits.fileBytes),
    limit32(limits.openFiles),
    strings(frame.argv),
    environment(frame.env),
  ]
}

const environment = (env: Readonly<Record<string, string>>): Buffer =>
  strings(Object.entries(env).map(([name, value]) => `${name}=${value}`))

function collectPayload({ patterns, maxTotalBytes, maxFileBytes }: CollectFrame): Uint8Array[] {
  const parts = patterns.map((pattern) => Buffer.from(pattern))
  return [
    u32(maxTotalBytes),
    u32(maxFileBytes),
    u16(parts.length),
    ...parts.flatMap((part) => [u16(part.length), part]),
  ]
}

/** The nth flag becomes bit n. */
function flags(...bits: readonly boolean[]): number {
  return bits.reduce((byte, bit, position) => byte | (Number(bit) << position), 0)
}

function strings(list: readonly string[]): Buffer {
  const parts = list.map((one) => Buffer.from(one))
  return Buffer.concat([u16(parts.length), ...parts.flatMap((part) => [u32(part.length), part])])
}
