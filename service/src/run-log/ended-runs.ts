import { LRUCache } from 'lru-cache'

/** How long an ended run can be found, in milliseconds. */
const RETENTION_MS = 120_000
const MAX_ENDED = 1000

/** The most bytes of all ended runs together: two of the largest. */
const MAX_ENDED_BYTES = 2 * 80 * 2 ** 20

/** Keeps ended runs for a while: the oldest are dropped when there are too many, or they are too large together. */
export class EndedRuns {
  readonly #runs: LRUCache<string, true>
  readonly #forget: (id: string) => void

  /** Calls `forget` once for each run, when it can no longer be found. */
  constructor(forget: (id: string) => void) {
    this.#forget = forget
    this.#runs = new LRUCache({
      max: MAX_ENDED,
      maxSize: MAX_ENDED_BYTES,
      ttl: RETENTION_MS,
      ttlAutopurge: true,
      // Looked up at each call, so that a test's clock works.
      perf: { now: () => performance.now() },
      disposeAfter: (_value, id) => forget(id),
    })
  }

  /** `bytes`: its approximate size in memory. A run that is too large is forgotten at once. */
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
