import { SandrunError } from '@sandrun/shared'

/** The largest part of the budget for one client, so that others are heard while it sends all it may. */
const SHARE_OF_ONE = 0.5

/** When to retry, in seconds: current bodies are complete or given up by then. */
const RETRY_AFTER_S = 5

/** The memory for all bodies that clients are sending. */
export class BodyBudget {
  readonly #bytes: number
  readonly #heldBy = new Map<string, number>()
  #held = 0

  constructor(bytes: number) {
    this.#bytes = bytes
  }

  /** Bytes held now. */
  get held(): number {
    return this.#held
  }

  /** Starts a hold of 0 bytes; `client` is the sender's network. */
  hold(client: string): BodyHold {
    let bytes = 0
    let over = false
    return {
      resize: (to) => {
        if (over) return
        if (to > bytes) this.#check(client, to - bytes)
        this.#count(client, to - bytes)
        bytes = to
      },
      [Symbol.dispose]: () => {
        over = true
        this.#count(client, -bytes)
        bytes = 0
      },
    }
  }

  #check(client: string, more: number): void {
    const ofOne = (this.#heldBy.get(client) ?? 0) + more
    if (this.#held + more <= this.#bytes && ofOne <= this.#bytes * SHARE_OF_ONE) return
    throw new SandrunError('overloaded', 'The service is receiving too much data at once.', {
      retryAfter: RETRY_AFTER_S,
    })
  }

  #count(client: string, change: number): void {
    this.#held += change
    const ofOne = (this.#heldBy.get(client) ?? 0) + change
    if (ofOne === 0) this.#heldBy.delete(client)
    else this.#heldBy.set(client, ofOne)
  }
}

/** The bytes held for one body. */
export interface BodyHold extends Disposable {
  /** Throws `overloaded`, and keeps its size, when there is no room for this many bytes. */
  resize(bytes: number): void
}
