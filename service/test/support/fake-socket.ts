import { decodeFrame, type ServerMessage } from '@sandrun/shared'
import type { Socket } from '../../src/gateway/ws/connection-dependencies.ts'

/** A WebSocket that takes bytes at a test's command, and everything sent over it. */
export class FakeSocket implements Socket {
  /** The received messages, in order. */
  readonly messages: Record<string, unknown>[] = []
  /** Code and reason, once it is closed. */
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

  /** The new output. */
  get text(): string {
    const text = this.#text
    this.#text = ''
    return text
  }

  /** The new messages: their types, and the codes of errors. */
  get heard(): string[] {
    return this.messages.splice(0).map(({ type, code }) => String(code ?? type))
  }

  /** The network takes what was sent. */
  take(): void {
    for (const taken of this.#untaken.splice(0)) taken()
  }
}
