import { type AckSchema, encodeFrame, type OutputChannel } from '@sandrun/shared'
import type * as z from 'zod/mini'

/** The part of a WebSocket that output needs. */
export interface OutputSocket {
  send(message: Uint8Array, done: () => void): void
}

/**
 * Passes a run's output to one client, and lets the program write on at the client's pace: as the client
 * acknowledges where it does (`resume: true`), as the socket takes it where it doesn't.
 */
export class OutputFlow {
  readonly #socket: OutputSocket
  readonly #acknowledged: boolean
  readonly #consumed: (bytes: number) => void
  readonly #offsets: Record<OutputChannel, number> = { stdout: 0, stderr: 0 }
  #seen = 0
  #abandoned = false

  constructor(socket: OutputSocket, acknowledged: boolean, consumed: (bytes: number) => void) {
    this.#socket = socket
    this.#acknowledged = acknowledged
    this.#consumed = consumed
  }

  write(channel: OutputChannel, bytes: Uint8Array): void {
    const message = encodeFrame(channel, this.#offsets[channel], bytes)
    this.#offsets[channel] += bytes.length
    if (this.#abandoned) return this.#consumed(bytes.length)
    this.#socket.send(message, () => {
      if (!this.#acknowledged) this.#consumed(bytes.length)
    })
  }

  /** Nobody reads any more: what the program still writes must not hold it up. */
  abandon(): void {
    this.#abandoned = true
    if (this.#acknowledged) this.#consumed(this.#offsets.stdout + this.#offsets.stderr - this.#seen)
  }

  /** Returns false when the client claims to have seen what was never sent. */
  acknowledge({ stdout, stderr }: Pick<z.infer<typeof AckSchema>, OutputChannel>): boolean {
    if (stdout > this.#offsets.stdout || stderr > this.#offsets.stderr) return false
    const seen = stdout + stderr
    if (this.#acknowledged && seen > this.#seen) {
      this.#consumed(seen - this.#seen)
      this.#seen = seen
    }
    return true
  }
}
