import { FRAME_HEADER_BYTES, type OutputChannel, writeFrame } from '@sandrun/shared'

/** The agent's output frames are at most this long; what is longer gets a buffer of its own. */
const BUFFER_BYTES = FRAME_HEADER_BYTES + 64 * 1024

/** As many as the credit of a run can have under way. */
const MAX_FREE = 8

/**
 * Buffers for messages on their way to a socket. A flood would leave one behind for every 64 KiB, faster than they are
 * collected; these are used again as soon as the socket has taken them.
 */
export class FramePool {
  readonly #free: Uint8Array<ArrayBuffer>[] = []

  /** The message for these bytes, and what gives its buffer back. */
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
