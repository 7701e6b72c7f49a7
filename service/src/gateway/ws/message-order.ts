/** What can be told not to read on. */
export interface Pausable {
  /** Holds back what the client says, but for what is here already. */
  pause(): void
  resume(): void
}

interface OrderHandlers {
  isOpen(): boolean
  /** Dealing with a message has failed. */
  failed(error: unknown): void
}

/** Deals with a client's messages one after another, also where one takes time. */
export class MessageOrder {
  readonly #socket: Pausable
  readonly #handlers: OrderHandlers
  /** What has come while another message takes time. */
  #waiting: (() => void)[] | null = null

  constructor(socket: Pausable, handlers: OrderHandlers) {
    this.#socket = socket
    this.#handlers = handlers
  }

  /** Deals with what the client says, after all it said before. */
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

  /** What the client says while this goes on waits, and comes after what it leads to. Nothing follows a client's end. */
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
