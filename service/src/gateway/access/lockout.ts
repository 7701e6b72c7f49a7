import { SandrunError } from '@sandrun/shared'
import { LRUCache } from 'lru-cache'
import { networkOf } from '../../model/addresses.ts'

/** So many wrong tokens have no effect: people mistype, and editors retry. */
const FREE_FAILURES = 10

/** After that each wrong token doubles the wait, up to the longest. In milliseconds. */
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 15 * 60_000

/** After this long without another failure, an address is forgotten. */
const FORGET_AFTER_MS = 3_600_000

/** With more addresses than this, the least recent one is forgotten, so that memory stays bounded. */
const MAX_ADDRESSES = 10_000

interface Failures {
  count: number
  lockedUntil: number
}

/** Slows down token guessing, by address. While an address waits, no token of it is checked. */
export class Lockout {
  readonly #now: () => number
  readonly #failures: LRUCache<string, Failures>

  constructor(now: () => number = Date.now) {
    this.#now = now
    this.#failures = new LRUCache({ max: MAX_ADDRESSES, ttl: FORGET_AFTER_MS, ttlResolution: 0, perf: { now } })
  }

  /** Throws `too-many-attempts` while the address must wait. */
  check(address: string): void {
    const waitMs = (this.#failures.get(networkOf(address))?.lockedUntil ?? 0) - this.#now()
    if (waitMs <= 0) return
    const retryAfter = Math.ceil(waitMs / 1000)
    throw new SandrunError('too-many-attempts', `${address} sent too many wrong tokens.`, { retryAfter })
  }

  /** Counts a wrong token from this address. */
  failed(address: string): void {
    const key = networkOf(address)
    const count = (this.#failures.get(key)?.count ?? 0) + 1
    const beyond = count - FREE_FAILURES
    const waitMs = beyond < 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** beyond, LONGEST_WAIT_MS)
    this.#failures.set(key, { count, lockedUntil: this.#now() + waitMs })
  }
}
