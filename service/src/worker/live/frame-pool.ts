import { FRAME_HEADER_BYTES, type OutputChannel, writeFrame } from '@sandrun/shared'

/** The agent's output frames are at most this long; longer ones get a separate buffer. */
const BUFFER_BYTES = FRAME_HEADER_BYTES + 64 * 1024

/** As many as the credit of a run allows in flight. */
const MAX_FREE = 8

/**
 * Buffers for messages to a socket. A flood would allocate one per 64 KiB, faster than the garbage collector frees
 * them; these are reused as soon as the socket has taken them.
 */
export class FramePool {
  readonly #free: Uint8Array<ArrayBuffer>[] = []

  /** The message for these bytes, and a function that releases its buffer. */
  encode(channel: OutputChannel, offset: number, bytes: Uint8Array): { message: Uint8Array; release: () => void } {
    const length = FRAME_HEADER_BYTES + bytes.length
    const buffer = length > BUFFER_BYTES ? new Uint8Array(length) : (this.#free.pop() ?? new Uint8Array(BUFFER_BYTES))
    writeFrame(buffer, channel, offset, bytes)
    return {
      message: buffer.subarray(0, length),
      release: () => {
        if (buffer.length === BUFFER_BYTES && this.#free.length < MAX_FREE) this.#free.push(buffer)
      },
    }
  }
}
