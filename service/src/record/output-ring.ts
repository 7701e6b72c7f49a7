/** The last bytes of a flood, in a buffer made once: what is overwritten leaves nothing to collect. */
export class OutputRing {
  readonly #buffer: Uint8Array
  #written = 0

  constructor(bytes: number) {
    this.#buffer = new Uint8Array(bytes)
  }

  get size(): number {
    return this.#buffer.length
  }

  /** Takes at most as many bytes as it holds, and returns their place. */
  append(bytes: Uint8Array): number {
    const place = this.#written
    const at = place % this.#buffer.length
    const untilEnd = bytes.subarray(0, this.#buffer.length - at)
    this.#buffer.set(untilEnd, at)
    this.#buffer.set(bytes.subarray(untilEnd.length))
    this.#written += bytes.length
    return place
  }

  /** Whether the bytes at a place are still there. */
  holds(place: number): boolean {
    return place >= this.#written - this.#buffer.length
  }

  /** A copy of what was put at a place it holds. */
  read(place: number, length: number): Uint8Array {
    const at = place % this.#buffer.length
    const untilEnd = Math.min(length, this.#buffer.length - at)
    const bytes = new Uint8Array(length)
    bytes.set(this.#buffer.subarray(at, at + untilEnd))
    bytes.set(this.#buffer.subarray(0, length - untilEnd), untilEnd)
    return bytes
  }
}
