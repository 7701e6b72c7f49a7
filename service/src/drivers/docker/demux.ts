/**
 * Docker's multiplexed attach stream: a sequence of `u8 stream, 3 zero bytes, u32 length (big endian), bytes` (Docker
 * Engine API 1.41, ContainerAttach). dockerode's own splitter ignores backpressure and copies quadratically.
 */
export type AttachStream = 'stdout' | 'stderr'

const HEADER_BYTES = 8

export class AttachDemux {
  readonly #deliver: (stream: AttachStream, bytes: Uint8Array) => void
  readonly #header = Buffer.alloc(HEADER_BYTES)
  #headerBytes = 0
  #remaining = 0
  #stream: AttachStream = 'stdout'

  constructor(deliver: (stream: AttachStream, bytes: Uint8Array) => void) {
    this.#deliver = deliver
  }

  /** Takes a chunk of any size; delivers its payload without copying. */
  push(chunk: Uint8Array): void {
    let at = 0
    while (at < chunk.length) {
      at += this.#remaining > 0 ? this.#pushPayload(chunk, at) : this.#pushHeader(chunk, at)
    }
  }

  #pushPayload(chunk: Uint8Array, at: number): number {
    const length = Math.min(this.#remaining, chunk.length - at)
    this.#remaining -= length
    this.#deliver(this.#stream, chunk.subarray(at, at + length))
    return length
  }

  #pushHeader(chunk: Uint8Array, at: number): number {
    const length = Math.min(HEADER_BYTES - this.#headerBytes, chunk.length - at)
    this.#header.set(chunk.subarray(at, at + length), this.#headerBytes)
    this.#headerBytes += length
    if (this.#headerBytes === HEADER_BYTES) {
      this.#headerBytes = 0
      this.#stream = this.#header[0] === 2 ? 'stderr' : 'stdout'
      this.#remaining = this.#header.readUInt32BE(4)
    }
    return length
  }
}
