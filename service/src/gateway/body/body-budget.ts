import { SandrunError } from '@sandrun/shared'

/** A client has at most this part of the whole, so that others are heard while it sends all it may. */
const SHARE_OF_ONE = 0.5

/** When to come again, in seconds: what is under way has come to its end by then, or is given up soon. */
const RETRY_AFTER_S = 5

/** What the service holds of what clients are sending, all of them together. */
export class BodyBudget {
  readonly #bytes: number
  readonly #heldBy = new Map<string, number>()
  #held = 0

  constructor(bytes: number) {
    this.#bytes = bytes
  }

  /** Held now, in bytes. */
  get held(): number {
    return this.#held
  }

  /** Nothing yet; `client` is who sends, by its network. */
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

/** What is held of one body. */
export interface BodyHold extends Disposable {
  /** Throws `overloaded`, and holds what it held, where there is no room for so many bytes. */
  resize(bytes: number): void
}
