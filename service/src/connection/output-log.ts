import type { OutputChannel } from '@sandrun/shared'

interface Chunk {
  offset: number
  bytes: Uint8Array
}

/** What a channel wrote and its client has not acknowledged, so that it can be sent again. */
class ChannelLog {
  #chunks: Chunk[] = []
  #end = 0
  #start = 0

  get start(): number {
    return this.#start
  }

  get end(): number {
    return this.#end
  }

  append(bytes: Uint8Array): void {
    this.#chunks.push({ offset: this.#end, bytes })
    this.#end += bytes.length
  }

  trim(to: number): void {
    this.#start = Math.max(this.#start, Math.min(to, this.#end))
    const firstKept = this.#chunks.findIndex(({ offset, bytes }) => offset + bytes.length > this.#start)
    this.#chunks = firstKept === -1 ? [] : this.#chunks.slice(firstKept)
  }

  /** From an offset that is not before `start`. */
  *read(from: number): Generator<Chunk> {
    for (const { offset, bytes } of this.#chunks) {
      const skip = Math.max(0, from - offset)
      if (skip < bytes.length) yield { offset: offset + skip, bytes: bytes.subarray(skip) }
    }
  }
}

/** The un-acknowledged output of a run. Its size is bounded by the credit its program has. */
export class OutputLog {
  readonly #channels: Record<OutputChannel, ChannelLog> = { stdout: new ChannelLog(), stderr: new ChannelLog() }

  /** Returns the offset at which the bytes begin. */
  append(channel: OutputChannel, bytes: Uint8Array): number {
    const log = this.#channels[channel]
    const offset = log.end
    log.append(bytes)
    return offset
  }

  /**
   * Forgets what the client has seen, up to these offsets. Returns how many bytes that is, or null when the client
   * claims to have seen what was never sent.
   */
  acknowledge(seen: Record<OutputChannel, number>): number | null {
    const { stdout, stderr } = this.#channels
    if (seen.stdout > stdout.end || seen.stderr > stderr.end) return null
    const before = stdout.start + stderr.start
    stdout.trim(seen.stdout)
    stderr.trim(seen.stderr)
    return stdout.start + stderr.start - before
  }

  /** Where the log begins: what was before it can't be sent again. */
  start(channel: OutputChannel): number {
    return this.#channels[channel].start
  }

  read(channel: OutputChannel, from: number): Iterable<Chunk> {
    return this.#channels[channel].read(from)
  }
}
