/** A socket that can stop reading. */
export interface Pausable {
  /** Stops reading, except for messages that are already here. */
  pause(): void
  resume(): void
}

interface OrderHandlers {
  isOpen(): boolean
  /** Called when handling a message has failed. */
  failed(error: unknown): void
}

/** Handles a client's messages in order, even when one takes time. */
export class MessageOrder {
  readonly #socket: Pausable
  readonly #handlers: OrderHandlers
  /** Messages that came while another one takes time. */
  #waiting: (() => void)[] | null = null

  constructor(socket: Pausable, handlers: OrderHandlers) {
    this.#socket = socket
    this.#handlers = handlers
  }

  /** Handles a message after all earlier ones. */
  add(action: () => void): void {
    if (this.#waiting !== null) {
      this.#waiting.push(action)
      return
    }
    try {
      action()
    } catch (error) {
      this.#handlers.failed(error)
    }
  }

  /** Delays later messages until this work and its action are done; drops them if the client has left. */
  hold(work: () => Promise<() => void>): void {
    const waiting: (() => void)[] = []
    this.#waiting = waiting
    this.#socket.pause()
    const goOn = (action: () => void): void => {
      this.#waiting = null
      this.#socket.resume()
      for (const next of [action, ...waiting]) if (this.#handlers.isOpen()) this.add(next)
    }
    work().then(goOn, (error: unknown) => goOn(() => this.#handlers.failed(error)))
  }
}
