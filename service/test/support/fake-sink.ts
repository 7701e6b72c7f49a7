import { decodeFrame, type ServerMessage } from '@sandrun/shared'
import type { RunSink } from '../../src/ports/live-run.ts'

/** A connection that takes bytes at a test's command, and everything sent to it. */
export class FakeSink implements RunSink {
  readonly messages: ServerMessage[] = []
  /** In order: `ended`, `taken over`, `interrupted`. */
  readonly notices: string[] = []
  #text = ''
  #untaken: (() => void)[] = []

  send(message: ServerMessage): void {
    this.messages.push(message)
  }

  sendBytes(message: Uint8Array, taken: () => void): void {
    const frame = decodeFrame(message)
    this.#text += `${frame?.sequence}:${Buffer.from(frame?.bytes ?? []).toString()} `
    this.#untaken.push(taken)
  }

  ended(): void {
    this.notices.push('ended')
  }

  takenOver(): void {
    this.notices.push('taken over')
  }

  interrupted(): void {
    this.notices.push('interrupted')
  }

  /** The new frames: the offset of each, and its bytes. */
  get text(): string {
    const text = this.#text.trim()
    this.#text = ''
    return text
  }

  /** The types of the new messages. */
  get types(): string[] {
    return this.messages.splice(0).map(({ type }) => type)
  }

  /** The socket takes what was sent. */
  take(): void {
    for (const taken of this.#untaken.splice(0)) taken()
  }
}
