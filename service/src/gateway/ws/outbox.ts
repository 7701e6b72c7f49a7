import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WebSocket } from '@fastify/websocket'
import { jsonChunks } from '../../model/json-chunks.ts'

/**
 * Sends the messages of one WebSocket in order. A long message goes out in fragments (RFC 6455, section 5.4), each when
 * the socket has taken the previous one: its reader joins them, and others have their turn meanwhile.
 */
export class Outbox {
  readonly #socket: WebSocket
  /** Actions that must follow the current message. */
  #waiting: (() => void)[] | null = null

  constructor(socket: WebSocket) {
    this.#socket = socket
  }

  /** Calls `taken` when the socket has taken it, or never will. */
  send(message: object, taken: () => void = () => {}): void {
    this.#inTurn(() => this.#sendJson(message, taken))
  }

  sendBytes(bytes: Uint8Array, taken: () => void): void {
    this.#inTurn(() => this.#socket.send(bytes, () => taken()))
  }

  /** Codes by RFC 6455, section 7.4. */
  close(code: number, reason: string): void {
    this.#inTurn(() => this.#socket.close(code, reason))
  }

  #inTurn(action: () => void): void {
    if (this.#waiting === null) action()
    else this.#waiting.push(action)
  }

  #sendJson(message: object, taken: () => void): void {
    const chunks = jsonChunks(message)
    const first = chunks.next().value ?? ''
    const second = chunks.next()
    if (second.done === true) return this.#socket.send(first, () => taken())
    this.#waiting = []
    void this.#sendFragments(first, second.value, chunks).then(() => {
      taken()
      this.#goOn()
    })
  }

  async #sendFragments(first: string, second: string, rest: Iterable<string>): Promise<void> {
    await this.#sendFragment(first, false)
    let last = second
    for (const chunk of rest) {
      await this.#sendFragment(last, false)
      // The client is gone.
      if (this.#socket.readyState !== this.#socket.OPEN) return
      last = chunk
    }
    await this.#sendFragment(last, true)
  }

  async #sendFragment(text: string, fin: boolean): Promise<void> {
    await new Promise<void>((resolve) => this.#socket.send(text, { fin }, () => resolve()))
    await nextTurn()
  }

  /** Sends the waiting messages, up to the next long one. */
  #goOn(): void {
    const waiting = this.#waiting ?? []
    this.#waiting = null
    for (const action of waiting) this.#inTurn(action)
  }
}

const outboxes = new WeakMap<WebSocket, Outbox>()

/** The only way to send on a socket: other messages would end up in the middle of a long one. */
export function outboxOf(socket: WebSocket): Outbox {
  const known = outboxes.get(socket) ?? new Outbox(socket)
  outboxes.set(socket, known)
  return known
}
