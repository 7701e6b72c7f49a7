import { SandrunError } from '@sandrun/shared'

/** The most names, objects and arrays: reading these takes tens of milliseconds, and no request needs more. */
const MAX_PARTS = 50_000
const MAX_DEPTH = 64

/** Characters to scan, or to read of a long text, at a time: this takes a millisecond at most. */
const STEP = 64 * 1024

const [SPACE, QUOTE, BACKSLASH, COLON, LETTER_U] = [0x20, 0x22, 0x5c, 0x3a, 0x75]
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d]

/** A text in JSON that is longer than a step, as positions of its slices: the first is after its quote, the last is at it. */
export type LongText = readonly number[]

/**
 * A scan of JSON, step by step, that builds no values. It refuses what would block the event loop, and finds the long
 * texts.
 */
export class JsonScan {
  readonly longTexts: LongText[] = []
  readonly #text: string
  #at = 0
  #depth = 0
  #parts = 0
  /** The slices so far of the text that the scan is in; null outside of texts. */
  #slices: number[] | null = null
  /** Whether only spaces have come since a long text: a colon would make it a name. */
  #isAfterLong = false

  constructor(text: string) {
    this.#text = text
  }

  /** Returns whether there is more. Throws `invalid-request`, and `invalid-json` for a text without an end. */
  step(): boolean {
    const end = Math.min(this.#at + STEP, this.#text.length)
    while (this.#at < end) {
      if (this.#slices === null) this.#outside(end)
      else this.#inside(this.#slices, end)
    }
    if (this.#at < this.#text.length) return true
    if (this.#slices !== null) throw new SandrunError('invalid-json', 'The request body is not JSON.')
    return false
  }

  #outside(end: number): void {
    const text = this.#text
    let [depth, parts] = [this.#depth, this.#parts]
    let at = this.#at
    for (; at < end && this.#slices === null; at++) {
      const code = text.charCodeAt(at)
      if (this.#isAfterLong && code > SPACE) this.#leaveLong(code)
      if (code === QUOTE) this.#slices = [at + 1]
      else if (code === OPEN_BRACE || code === OPEN_BRACKET) [depth, parts] = [depth + 1, parts + 1]
      else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--
      else if (code === COLON) parts++
      if (depth > MAX_DEPTH)
        throw new SandrunError('invalid-request', `The JSON is nested more than ${MAX_DEPTH} levels deep.`)
      if (parts > MAX_PARTS) {
        throw new SandrunError('invalid-request', `The JSON has more than ${MAX_PARTS} names, objects and arrays.`)
      }
    }
    ;[this.#at, this.#depth, this.#parts] = [at, depth, parts]
  }

  /** A slice ends between two escapes. One that is broken is found when its slice is read. */
  #inside(slices: number[], end: number): void {
    const text = this.#text
    let at = this.#at
    for (; at < end; at++) {
      const code = text.charCodeAt(at)
      if (code === QUOTE) return this.#close(slices, at)
      if (code === BACKSLASH) at += text.charCodeAt(at + 1) === LETTER_U ? 5 : 1
    }
    slices.push(at)
    this.#at = at
  }

  #close(slices: number[], quote: number): void {
    this.#slices = null
    this.#at = quote + 1
    if (quote - (slices[0] ?? 0) <= STEP) return
    this.longTexts.push([...slices, quote])
    this.#isAfterLong = true
  }

  #leaveLong(next: number): void {
    if (next === COLON)
      throw new SandrunError('invalid-request', `The JSON has a name of more than ${STEP} characters.`)
    this.#isAfterLong = false
  }
}
