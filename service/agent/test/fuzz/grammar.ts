/**
 * The definition of malformed frames, from the tables of service/agent/README.md and not from the agent's source: the
 * fuzzer has to know what to expect for each frame.
 */

export interface RawFrame {
  readonly type: number
  readonly payload: Buffer
}

/** A frame as bytes. `length` is the length in its header, if that is wrong. */
export function rawFrame({ type, payload }: RawFrame, length = payload.length): Buffer {
  const header = Buffer.alloc(5)
  header.writeUInt8(type, 0)
  header.writeUInt32BE(length, 1)
  return Buffer.concat([header, payload])
}

export const MAX_PAYLOAD = 2 ** 20

/** Reads a payload; null means that it ended too early. */
class Cursor {
  readonly #bytes: Buffer
  #at = 0
  failed = false

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  skip(count: number): Buffer {
    const bytes = this.#bytes.subarray(this.#at, this.#at + count)
    if (bytes.length < count) this.failed = true
    this.#at += bytes.length
    return bytes
  }

  unsigned(width: number): number {
    const bytes = this.skip(width)
    return bytes.length < width ? 0 : bytes.readUIntBE(0, width)
  }

  get done(): boolean {
    return !this.failed && this.#at === this.#bytes.length
  }
}

/** Reads strings, and returns their number; none may contain a NUL. */
function strings(cursor: Cursor, width: 2 | 4, nul: boolean): number {
  const count = cursor.unsigned(2)
  for (let left = count; left > 0 && !cursor.failed; left--) {
    if (!nul && cursor.skip(cursor.unsigned(width)).includes(0)) cursor.failed = true
    else if (nul) cursor.skip(cursor.unsigned(width))
  }
  return count
}

function isExec(cursor: Cursor): boolean {
  cursor.skip(1 + 1 + 4)
  const limits = [4, 4, 4, 4, 8, 4].map((width) => cursor.skip(width))
  const count = strings(cursor, 4, false)
  strings(cursor, 4, false)
  return count > 0 && limits.every((limit) => limit.some((byte) => byte !== 0)) && cursor.done
}

function isPrepare(cursor: Cursor): boolean {
  cursor.skip(1)
  const count = strings(cursor, 4, false)
  strings(cursor, 4, false)
  return count > 0 && cursor.done
}

function isFile(cursor: Cursor): boolean {
  cursor.skip(1)
  cursor.skip(cursor.unsigned(2))
  return !cursor.failed
}

function isCollect(cursor: Cursor): boolean {
  cursor.skip(8)
  strings(cursor, 2, true)
  return cursor.done
}

const FIXED: ReadonlyMap<number, number> = new Map([
  [0x04, 0],
  [0x05, 1],
  [0x06, 4],
  [0x07, 4],
  [0x08, 5],
  [0x09, 4],
  [0x0b, 1],
])

/** Whether the agent must answer the frame with a protocol error. */
export function isMalformed({ type, payload }: RawFrame): boolean {
  if (payload.length > MAX_PAYLOAD) return true
  if (type === 0x01) return !isFile(new Cursor(payload))
  if (type === 0x02) return !isExec(new Cursor(payload))
  if (type === 0x03) return false
  if (type === 0x0c) return !isPrepare(new Cursor(payload))
  if (type === 0x0a) return !isCollect(new Cursor(payload))
  const length = FIXED.get(type)
  if (length === undefined || payload.length !== length) return true
  const first = payload[0] ?? 0
  return (type === 0x08 && (first === 0 || first > 10)) || (type === 0x0b && first > 1)
}

/** Whether a FILE or COLLECT may have this path below the work directory. */
export function isPath(bytes: Buffer): boolean {
  const text = bytes.toString('latin1')
  const wrong = text.split('/').some((name) => name === '' || name === '.' || name === '..')
  return !wrong && !text.includes('\0') && bytes.length < 4096
}
