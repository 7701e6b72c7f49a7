/** Those that wait for an append. */
export class Followers {
  readonly #callbacks = new Set<() => void>()
  #change = Promise.withResolvers<void>()

  /** Resolves at the next `wake`. */
  changed(): Promise<void> {
    return this.#change.promise
  }

  /** Calls back at every `wake`, until the returned function is called. */
  follow(callback: () => void): () => void {
    this.#callbacks.add(callback)
    return () => void this.#callbacks.delete(callback)
  }

  wake(): void {
    for (const callback of this.#callbacks) callback()
    this.#change.resolve()
    this.#change = Promise.withResolvers()
  }
}
