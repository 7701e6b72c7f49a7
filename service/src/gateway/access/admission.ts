import { SandrunError } from '@sandrun/shared'
import { LRUCache } from 'lru-cache'
import type { UsageStore } from '../../ports/usage-store.ts'
import type { Caps } from '../../model/caps.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 3_600_000

/** With more principals than this, the least recent one is forgotten, so that memory stays bounded. */
const MAX_PRINCIPALS = 100_000

/** The principal whose runs are counted. */
interface CappedPrincipal {
  id: string
  caps: Caps
}

/** The caps over time: runs per minute, CPU time per day. The scheduler applies the caps on current runs. */
export class Admission {
  readonly #usage: UsageStore
  readonly #now: () => number
  /** When each principal requested its runs of the last minute. */
  readonly #asked: LRUCache<string, number[]>

  constructor(usage: UsageStore, now: () => number = Date.now) {
    this.#usage = usage
    this.#now = now
    this.#asked = new LRUCache({ max: MAX_PRINCIPALS, ttl: MINUTE_MS, ttlResolution: 0, perf: { now } })
  }

  /** Counts a requested run. Rejects with `cap-reached`, and says when there is room again. */
  async admit(principal: CappedPrincipal): Promise<void> {
    await this.#checkCpu(principal)
    this.#checkRate(principal)
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

  #checkRate({ id, caps: { runsPerMinute } }: CappedPrincipal): void {
    if (runsPerMinute === Infinity) return
    const now = this.#now()
    const asked = (this.#asked.get(id) ?? []).filter((time) => time > now - MINUTE_MS)
    const [first = now] = asked
    if (asked.length >= runsPerMinute) {
      throw new SandrunError('cap-reached', `You have started ${runsPerMinute} runs within a minute, your limit.`, {
        retryAfter: Math.max(1, Math.ceil((first + MINUTE_MS - now) / 1000)),
      })
    }
    this.#asked.set(id, [...asked, now])
  }

  /** Days since the epoch, by UTC. */
  #today(): number {
    return Math.floor(this.#now() / DAY_MS)
  }
}
