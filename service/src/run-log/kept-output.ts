import { isUtf8 } from 'node:buffer'
import { concatBytes, type TextOrBase64 } from '@sandrun/shared'
import { OutputRing } from './output-ring.ts'

export interface KeptOutputSettings {
  /** The most bytes for the result: half from the beginning, half from the end. */
  limitBytes: number
  /** At least this many of the last bytes stay, for a slow reader. */
  lagBytes: number
  /** The offset of the first byte in its channel. */
  base: number
}

/**
 * What is kept of one channel of one phase: the first bytes, and the last. It is the only copy: the result, live
 * clients and readers of the log get parts of it. Offsets count from the first byte of the channel.
 */
export class KeptOutput {
  readonly base: number
  readonly #headLimit: number
  readonly #tailLimit: number
  readonly #ringBytes: number
  /** Grows up to its limit; parts that readers got do not change. */
  #head = new Uint8Array()
  #headLength = 0
  /** Made when the head is full: a flood is copied into it, and leaves no garbage. */
  #ring: OutputRing | null = null
  #total = 0

  constructor({ limitBytes, lagBytes, base }: KeptOutputSettings) {
    this.base = base
    this.#headLimit = Math.ceil(limitBytes / 2)
    this.#tailLimit = limitBytes - this.#headLimit
    this.#ringBytes = Math.max(this.#tailLimit, lagBytes)
  }

  get totalBytes(): number {
    return this.#total
  }

  /** The offset after the last byte. */
  get end(): number {
    return this.base + this.#total
  }

  /** The offset after the bytes that are always kept. */
  get headEnd(): number {
    return this.base + this.#headLength
  }

  /** Its size in memory, in bytes. */
  get size(): number {
    return this.#head.length + (this.#ring?.size ?? 0)
  }

  append(bytes: Uint8Array): void {
    this.#total += bytes.length
    const forHead = bytes.subarray(0, this.#headLimit - this.#headLength)
    if (forHead.length > 0) this.#appendHead(forHead)
    if (forHead.length === bytes.length || this.#ringBytes === 0) return
    this.#ring ??= new OutputRing(this.#ringBytes)
    this.#ring.append(bytes.subarray(forHead.length))
  }

  /** The first kept part at or after an offset; `start` is `end` when there is none. */
  held(offset: number): { start: number; end: number } {
    if (offset < this.headEnd) return { start: offset, end: this.headEnd }
    const ringStart = this.end - (this.#ring?.held ?? 0)
    return { start: Math.min(Math.max(offset, ringStart), this.end), end: this.end }
  }

  /** Bytes of a kept part. They do not change until the next append. */
  read(start: number, end: number): Uint8Array {
    if (end <= this.headEnd) return this.#head.subarray(start - this.base, end - this.base)
    return this.#ring?.read(start - this.headEnd, end - start) ?? new Uint8Array()
  }

  /** The text, or base64 when the output is not UTF-8, and the number of missing bytes. */
  record(): { content: TextOrBase64; truncated: number } {
    const head = this.#head.subarray(0, this.#headLength)
    const beyondHead = this.#total - this.#headLength
    const tailLength = Math.min(beyondHead, this.#tailLimit)
    const tail = this.#ring?.read(beyondHead - tailLength, tailLength) ?? new Uint8Array()
    if (tailLength === beyondHead) return { content: textOf(concatBytes([head, tail])), truncated: 0 }
    // A character cut in two at the gap would turn a whole text into base64.
    const before = head.subarray(0, lastCharacterEnd(head))
    const after = tail.subarray(firstCharacterStart(tail))
    const truncated = this.#total - before.length - after.length
    const gap = new TextEncoder().encode(`\n[… ${truncated} bytes left out …]\n`)
    return { content: textOf(concatBytes([before, gap, after])), truncated }
  }

  #appendHead(bytes: Uint8Array): void {
    const length = this.#headLength + bytes.length
    if (length > this.#head.length) {
      const grown = new Uint8Array(Math.min(this.#headLimit, Math.max(length, 2 * this.#head.length)))
      grown.set(this.#head.subarray(0, this.#headLength))
      this.#head = grown
    }
    this.#head.set(bytes, this.#headLength)
    this.#headLength = length
  }
}

/** Like `fromBytes`, but much faster: an output can be megabytes long, and everybody waits meanwhile. */
function textOf(bytes: Uint8Array): TextOrBase64 {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return isUtf8(buffer) ? buffer.toString('utf8') : { base64: buffer.toString('base64') }
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80

/** The start of the first whole UTF-8 character (RFC 3629: at most three continuation bytes). */
function firstCharacterStart(bytes: Uint8Array): number {
  let at = 0
  while (at < 3 && isContinuation(bytes[at])) at++
  return at
}

/** The end of the last whole UTF-8 character. */
function lastCharacterEnd(bytes: Uint8Array): number {
  let start = bytes.length - 1
  while (start > bytes.length - 4 && isContinuation(bytes[start])) start--
  const lead = bytes[start] ?? 0
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  return start + length > bytes.length ? start : bytes.length
}
