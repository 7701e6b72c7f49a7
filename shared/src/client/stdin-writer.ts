import { encodeFrame } from '../frame.ts'
import { STDIN_WINDOW_BYTES } from '../protocol/version.ts'

/** Bytes per frame: small enough that a key typed after a paste does not wait long. */
const CHUNK_BYTES = 64 * 1024

/** Sends a run's stdin no faster than its program takes it. */
export class StdinWriter {
  readonly #send: (message: Uint8Array<ArrayBuffer>) => void
  #sent = 0
  #acknowledged = 0
  /** Sent but not acknowledged: a lost connection may have lost it. */
  #retained: { offset: number; bytes: Uint8Array }[] = []
  #held = false
  #over = false
  #wake = Promise.withResolvers<void>()
  #tail: Promise<void> = Promise.resolve()

  constructor(send: (message: Uint8Array<ArrayBuffer>) => void) {
    this.#send = send
  }

  /** Resolves when all bytes are on their way, or when the run is over. Calls keep their order. */
  write(bytes: Uint8Array): Promise<void> {
    this.#tail = this.#tail.then(() => this.#writeNow(bytes))
    return this.#tail
  }

  /** Resolves when all bytes given to `write` so far are on their way. */
  async flushed(): Promise<void> {
    await this.#tail
  }

  acknowledge(offset: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, offset)
    this.#retained = this.#retained.filter((chunk) => chunk.offset + chunk.bytes.length > this.#acknowledged)
    this.#signal()
  }

  /** The connection is lost: later writes wait for `resend`, after what may be lost. */
  hold(): void {
    this.#held = true
  }

  get held(): boolean {
    return this.#held
  }

  /** Sends what the service has not received: everything from this offset on. */
  resend(from: number): void {
    this.#held = false
    for (const { offset, bytes } of this.#retained) {
      const skip = Math.max(0, from - offset)
      if (skip < bytes.length) this.#send(encodeFrame('stdin', offset + skip, bytes.subarray(skip)))
    }
  }

  /** The run is over: pending writes resolve, later ones do nothing. */
  end(): void {
    this.#over = true
    this.#signal()
  }

  async #writeNow(bytes: Uint8Array): Promise<void> {
    let at = 0
    while (at < bytes.length) {
      const room = STDIN_WINDOW_BYTES - (this.#sent - this.#acknowledged)
      if (this.#over) return
      if (room <= 0) {
        await this.#wake.promise
        continue
      }
      const chunk = bytes.subarray(at, at + Math.min(room, CHUNK_BYTES))
      this.#retained.push({ offset: this.#sent, bytes: chunk })
      if (!this.#held) this.#send(encodeFrame('stdin', this.#sent, chunk))
      this.#sent += chunk.length
      at += chunk.length
    }
  }

  #signal(): void {
    this.#wake.resolve()
    this.#wake = Promise.withResolvers<void>()
  }
}
