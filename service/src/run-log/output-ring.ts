/** The last bytes of a flood, in one fixed buffer: overwriting leaves no garbage. */
export class OutputRing {
  readonly #buffer: Uint8Array
  #written = 0

  constructor(bytes: number) {
    this.#buffer = new Uint8Array(bytes)
  }

  get size(): number {
    return this.#buffer.length
  }

  /** How many of the last bytes it holds. */
  get held(): number {
    return Math.min(this.#written, this.#buffer.length)
  }

  append(bytes: Uint8Array): void {
    const kept = bytes.subarray(-this.#buffer.length)
    const at = (this.#written + bytes.length - kept.length) % this.#buffer.length
    const untilEnd = kept.subarray(0, this.#buffer.length - at)
    this.#buffer.set(untilEnd, at)
    this.#buffer.set(kept.subarray(untilEnd.length))
    this.#written += bytes.length
  }

  /** Its bytes, until the next append; `place` counts from the first byte ever appended. */
  read(place: number, length: number): Uint8Array {
    const at = place % this.#buffer.length
    const untilEnd = Math.min(length, this.#buffer.length - at)
    if (untilEnd === length) return this.#buffer.subarray(at, at + length)
    const bytes = new Uint8Array(length)
    bytes.set(this.#buffer.subarray(at, at + untilEnd))
    bytes.set(this.#buffer.subarray(0, length - untilEnd), untilEnd)
    return bytes
  }
}
