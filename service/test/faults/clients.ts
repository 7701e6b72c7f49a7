/** Clients that work at the same time, each of which starts the next round after the last one has ended. */
export class Clients {
  readonly #clients: Promise<void>[]
  #open = true

  constructor(count: number, round: (isOpen: () => boolean) => Promise<void>) {
    this.#clients = Array.from({ length: count }, async () => {
      while (this.#open) await round(() => this.#open)
    })
  }

  /** Starts no more rounds, and waits for the active ones. */
  async drain(): Promise<void> {
    this.#open = false
    await Promise.all(this.#clients)
  }
}
