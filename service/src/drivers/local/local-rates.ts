import { LRUCache } from 'lru-cache'
import type { Failures, Rates } from '../../ports/rates.ts'

/** With more than this, the least recent is forgotten, so that memory stays bounded. */
const MAX_TAKERS = 100_000
const MAX_FAILING = 10_000

/** Counts of this process. */
export class LocalRates implements Rates {
  readonly #now: () => number
  readonly #taken: LRUCache<string, number[]>
  readonly #failures: LRUCache<string, { count: number; at: number }>

  constructor(now: () => number = Date.now) {
    this.#now = now
    this.#taken = new LRUCache({ max: MAX_TAKERS, ttl: 1, ttlResolution: 0, perf: { now } })
    this.#failures = new LRUCache({ max: MAX_FAILING, ttl: 1, ttlResolution: 0, perf: { now } })
  }

  async take(key: string, most: number, windowMs: number): Promise<number> {
    const now = this.#now()
    const taken = (this.#taken.get(key) ?? []).filter((time) => time > now - windowMs)
    const [first = now] = taken
    if (taken.length >= most) return first + windowMs - now
    this.#taken.set(key, [...taken, now], { ttl: windowMs })
    return 0
  }

  async fail(key: string, forgetMs: number): Promise<void> {
    const count = (this.#failures.get(key)?.count ?? 0) + 1
    this.#failures.set(key, { count, at: this.#now() }, { ttl: forgetMs })
  }

  async failures(key: string): Promise<Failures> {
    const failures = this.#failures.get(key)
    return failures === undefined ? { count: 0, ageMs: 0 } : { count: failures.count, ageMs: this.#now() - failures.at }
  }
}
