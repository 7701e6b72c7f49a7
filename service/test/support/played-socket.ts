import { decodeFrame, type ServerMessage } from '@sandrun/shared'
import type { Socket } from '../../src/gateway/ws/connection-dependencies.ts'

/** A WebSocket that takes bytes when a test says so, and all that was sent over it. */
export class PlayedSocket implements Socket {
  /** The messages that came, in order. */
  readonly messages: Record<string, unknown>[] = []
  /** Code and reason, once it was closed. */
  closed: [number, string] | null = null
  paused = false
  #text = ''
  #untaken: (() => void)[] = []

  send(message: ServerMessage): void {
    this.messages.push({ ...message })
  }

  sendBytes(message: Uint8Array, taken: () => void): void {
    this.#text += Buffer.from(decodeFrame(message)?.bytes ?? []).toString()
    this.#untaken.push(taken)
  }

  close(code: number, reason: string): void {
    this.closed = [code, reason]
  }

  pause(): void {
    this.paused = true
  }

  resume(): void {
    this.paused = false
  }

  /** The output that came since. */
  get text(): string {
    const text = this.#text
    this.#text = ''
    return text
  }

  /** The messages that came since: their types, of an error its code. */
  get heard(): string[] {
    return this.messages.splice(0).map(({ type, code }) => String(code ?? type))
  }

  /** The network has taken what was sent. */
  take(): void {
    for (const taken of this.#untaken.splice(0)) taken()
  }
}
