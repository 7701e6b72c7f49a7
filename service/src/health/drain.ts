import { SandrunError } from '@sandrun/shared'

/** The end of the service: accepts nothing new, and lets current work end on its own for a while. */
export class Drain {
  readonly #work = new Set<Promise<unknown>>()
  #begun = false

  get begun(): boolean {
    return this.#begun
  }

  /** Throws `shutting-down` once it has begun. */
  check(): void {
    if (this.#begun) throw new SandrunError('shutting-down', 'The service is shutting down and accepts no new runs.')
  }

  /** Adds work to wait for. */
  track(work: Promise<unknown>): void {
    this.#work.add(work)
    const forget = (): void => void this.#work.delete(work)
    work.then(forget, forget)
  }

  /** Resolves when all work has ended, or after this many milliseconds; true when nothing is left. */
  async begin(timeoutMs: number): Promise<boolean> {
    this.#begun = true
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, timeoutMs)
    try {
      await Promise.race([Promise.allSettled(this.#work), late])
      return this.#work.size === 0
    } finally {
      clearTimeout(timer)
    }
  }
}
