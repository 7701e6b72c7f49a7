import { SandrunError } from '@sandrun/shared'
import type { Rates } from '../../ports/rates.ts'
import type { UsageStore } from '../../ports/usage-store.ts'
import type { Caps } from '../../model/caps.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 3_600_000

/** The principal whose runs are counted. */
interface CappedPrincipal {
  id: string
  caps: Caps
}

/** The caps over time: runs per minute, CPU time per day. The scheduler applies the caps on current runs. */
export class Admission {
  readonly #usage: UsageStore
  readonly #rates: Rates
  readonly #now: () => number

  constructor(usage: UsageStore, rates: Rates, now: () => number = Date.now) {
    this.#usage = usage
    this.#rates = rates
    this.#now = now
  }

  /** Counts a requested run. Rejects with `cap-reached`, and says when there is room again. */
  async admit(principal: CappedPrincipal): Promise<void> {
    await this.#checkCpu(principal)
    await this.#checkRate(principal)
  }

  /** Counts the CPU time of a run. Running programs may exceed the day's cap: only the next run is refused. */
  async spent({ id, caps }: CappedPrincipal, cpuMs: number): Promise<void> {
    if (caps.cpuSecondsPerDay !== Infinity) await this.#usage.add(id, this.#today(), cpuMs)
  }

  async #checkCpu({ id, caps: { cpuSecondsPerDay } }: CappedPrincipal): Promise<void> {
    if (cpuSecondsPerDay === Infinity) return
    if ((await this.#usage.cpuMs(id, this.#today())) < cpuSecondsPerDay * 1000) return
    throw new SandrunError('cap-reached', `You have used your ${cpuSecondsPerDay} seconds of CPU time for today.`, {
      retryAfter: Math.ceil((DAY_MS - (this.#now() % DAY_MS)) / 1000),
    })
  }

  async #checkRate({ id, caps: { runsPerMinute } }: CappedPrincipal): Promise<void> {
    if (runsPerMinute === Infinity) return
    const waitMs = await this.#rates.take(id, runsPerMinute, MINUTE_MS)
    if (waitMs === 0) return
    throw new SandrunError('cap-reached', `You have started ${runsPerMinute} runs within a minute, your limit.`, {
      retryAfter: Math.ceil(waitMs / 1000),
    })
  }

  /** Days since the epoch, by UTC. */
  #today(): number {
    return Math.floor(this.#now() / DAY_MS)
  }
}
