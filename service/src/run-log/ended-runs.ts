import { LRUCache } from 'lru-cache'

/** A run that has ended can be found for so long, in milliseconds. */
const RETENTION_MS = 120_000
const MAX_ENDED = 1000

/** What ended runs may take together, in bytes: two of the largest. */
const MAX_ENDED_BYTES = 2 * 80 * 2 ** 20

/** Runs that have ended, for a while: the oldest give way when there are too many, or they are too large together. */
export class EndedRuns {
  readonly #runs: LRUCache<string, true>
  readonly #forget: (id: string) => void

  /** `forget` is called once for each, when it is to be found no more. */
  constructor(forget: (id: string) => void) {
    this.#forget = forget
    this.#runs = new LRUCache({
      max: MAX_ENDED,
      maxSize: MAX_ENDED_BYTES,
      ttl: RETENTION_MS,
      ttlAutopurge: true,
      // Looked up at each call, so that a test's clock counts.
      perf: { now: () => performance.now() },
      disposeAfter: (_value, id) => forget(id),
    })
  }

  /** `bytes`: roughly what it takes in memory. One that is too large for the room is forgotten at once. */
  add(id: string, bytes: number): void {
    this.#runs.set(id, true, { size: Math.max(1, bytes) })
    if (!this.#runs.has(id)) this.#forget(id)
  }

  delete(id: string): void {
    this.#runs.delete(id)
  }

  clear(): void {
    this.#runs.clear()
  }
}
