import { SandrunError } from '@sandrun/shared'
import { networkOf } from '../../model/addresses.ts'
import type { Rates } from '../../ports/rates.ts'

/** This many wrong tokens have no effect: people mistype, and editors retry. */
const FREE_FAILURES = 10

/** After that each wrong token doubles the wait, up to the longest. In milliseconds. */
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 15 * 60_000

/** After this long without another failure, an address is forgotten. */
const FORGET_AFTER_MS = 3_600_000

/** Slows down token guessing, by address. While an address waits, no token of it is checked. */
export class Lockout {
  readonly #rates: Rates

  constructor(rates: Rates) {
    this.#rates = rates
  }

  /** Rejects with `too-many-attempts` while the address must wait. */
  async check(address: string): Promise<void> {
    const { count, ageMs } = await this.#rates.failures(networkOf(address))
    const beyond = count - FREE_FAILURES
    const waitMs = beyond < 0 ? 0 : Math.min(FIRST_WAIT_MS * 2 ** beyond, LONGEST_WAIT_MS) - ageMs
    if (waitMs <= 0) return
    const retryAfter = Math.ceil(waitMs / 1000)
    throw new SandrunError('too-many-attempts', `${address} sent too many wrong tokens.`, { retryAfter })
  }

  /** Counts a wrong token from this address. */
  async failed(address: string): Promise<void> {
    await this.#rates.fail(networkOf(address), FORGET_AFTER_MS)
  }
}
