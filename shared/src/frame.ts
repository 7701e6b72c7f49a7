/**
 * A binary WebSocket message: `u8 channel, u32 sequence (big endian), bytes`. The sequence is the byte offset of the
 * first byte in its channel, modulo 2^32, so that a client knows exactly what it has seen.
 */
export const CHANNELS = { stdin: 0, stdout: 1, stderr: 2 } as const

export type Channel = keyof typeof CHANNELS
export type OutputChannel = 'stdout' | 'stderr'

export const FRAME_HEADER_BYTES = 5

const channelNames: readonly Channel[] = ['stdin', 'stdout', 'stderr']

export interface DataFrame {
  channel: Channel
  /** Modulo 2^32. */
  sequence: number
  bytes: Uint8Array
}

/** The message with these bytes; one copy. `offset` may be any non-negative integer. */
export function encodeFrame(channel: Channel, offset: number, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(FRAME_HEADER_BYTES + bytes.length)
  writeFrame(message, channel, offset, bytes)
  return message
}

/** Writes the same to the start of an existing buffer, which must be long enough. */
export function writeFrame(buffer: Uint8Array, channel: Channel, offset: number, bytes: Uint8Array): void {
  buffer[0] = CHANNELS[channel]
  new DataView(buffer.buffer, buffer.byteOffset).setUint32(1, offset % 2 ** 32)
  buffer.set(bytes, FRAME_HEADER_BYTES)
}

/** The message's content, without a copy, or null if it is not a data frame. */
export function decodeFrame(message: Uint8Array): DataFrame | null {
  const channel = channelNames[message[0] ?? -1]
  if (message.length < FRAME_HEADER_BYTES || channel === undefined) return null
  const sequence = new DataView(message.buffer, message.byteOffset).getUint32(1)
  return { channel, sequence, bytes: message.subarray(FRAME_HEADER_BYTES) }
}
