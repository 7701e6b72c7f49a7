import { concatBytes, fromBytes, type TextOrBase64 } from '@sandrun/shared'

/**
 * What is kept of one channel of one phase: the first and the last half of `limit` bytes. The middle of a longer
 * output is left out, and its place marked with its size.
 */
export class OutputRecord {
  readonly #headLimit: number
  readonly #tailLimit: number
  readonly #head: Uint8Array[] = []
  #headBytes = 0
  /** A ring, made when the head is full: a flood is copied into it and leaves nothing to collect. */
  #tail: Uint8Array | null = null
  #total = 0

  constructor(limitBytes: number) {
    this.#headLimit = Math.ceil(limitBytes / 2)
    this.#tailLimit = limitBytes - this.#headLimit
  }

  get totalBytes(): number {
    return this.#total
  }

  append(bytes: Uint8Array): void {
    this.#total += bytes.length
    const forHead = Math.min(bytes.length, this.#headLimit - this.#headBytes)
    if (forHead > 0) {
      // A copy: the chunk is a view of a receive buffer many times its size.
      this.#head.push(bytes.slice(0, forHead))
      this.#headBytes += forHead
    }
    if (forHead < bytes.length) this.#appendTail(bytes.subarray(forHead))
  }

  /** The text, or base64 when what the program wrote is no UTF-8, and how many bytes are missing from it. */
  read(): { content: TextOrBase64; truncated: number } {
    const head = concatBytes(this.#head)
    const tail = this.#readTail()
    if (head.length + tail.length >= this.#total) {
      return { content: fromBytes(concatBytes([head, tail])), truncated: 0 }
    }
    // A character cut in two at the gap would turn a whole text into base64.
    const before = head.subarray(0, lastCharacterEnd(head))
    const after = tail.subarray(firstCharacterStart(tail))
    const truncated = this.#total - before.length - after.length
    const gap = new TextEncoder().encode(`\n[… ${truncated} bytes left out …]\n`)
    return { content: fromBytes(concatBytes([before, gap, after])), truncated }
  }

  #appendTail(bytes: Uint8Array): void {
    if (this.#tailLimit === 0) return
    this.#tail ??= new Uint8Array(this.#tailLimit)
    const kept = bytes.subarray(-this.#tailLimit)
    const at = (this.#total - this.#headBytes - kept.length) % this.#tailLimit
    const untilEnd = kept.subarray(0, this.#tailLimit - at)
    this.#tail.set(untilEnd, at)
    this.#tail.set(kept.subarray(untilEnd.length))
  }

  /** The ring's bytes in the order they came. */
  #readTail(): Uint8Array {
    if (this.#tail === null) return new Uint8Array()
    const beyondHead = this.#total - this.#headBytes
    if (beyondHead <= this.#tailLimit) return this.#tail.subarray(0, beyondHead)
    const oldest = beyondHead % this.#tailLimit
    return concatBytes([this.#tail.subarray(oldest), this.#tail.subarray(0, oldest)])
  }
}

const isContinuation = (byte: number | undefined): boolean => byte !== undefined && (byte & 0xc0) === 0x80

/** Where the bytes of the first whole UTF-8 character begin (RFC 3629: at most three continuation bytes). */
function firstCharacterStart(bytes: Uint8Array): number {
  let at = 0
  while (at < 3 && isContinuation(bytes[at])) at++
  return at
}

/** Where the last whole UTF-8 character ends. */
function lastCharacterEnd(bytes: Uint8Array): number {
  let start = bytes.length - 1
  while (start > bytes.length - 4 && isContinuation(bytes[start])) start--
  const lead = bytes[start] ?? 0
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc0 ? 2 : 1
  return start + length > bytes.length ? start : bytes.length
}
