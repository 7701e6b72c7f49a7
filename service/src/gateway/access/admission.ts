import { SandrunError } from '@sandrun/shared'
import { LRUCache } from 'lru-cache'
import type { UsageStore } from '../../ports/usage-store.ts'
import type { Caps } from '../../model/caps.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 3_600_000

/** Of more principals than this the one that asked longest ago is forgotten, so that memory stays bounded. */
const MAX_PRINCIPALS = 100_000

/** Whose runs are counted. */
interface CappedPrincipal {
  id: string
  caps: Caps
}

/** The caps that span runs: how many a minute, how much CPU time a day. Those of the moment are the scheduler's. */
export class Admission {
  readonly #usage: UsageStore
  readonly #now: () => number
  /** When each principal's runs of the last minute were asked for. */
  readonly #asked: LRUCache<string, number[]>

  constructor(usage: UsageStore, now: () => number = Date.now) {
    this.#usage = usage
    this.#now = now
    this.#asked = new LRUCache({ max: MAX_PRINCIPALS, ttl: MINUTE_MS, ttlResolution: 0, perf: { now } })
  }

  /** Counts a run that is asked for. Rejects with `cap-reached`, with the time after which there is room again. */
  async admit(principal: CappedPrincipal): Promise<void> {
    await this.#checkCpu(principal)
    this.#checkRate(principal)
  }

  /** A run has used so much. What runs when the day's time is up is not ended: only the next is refused. */
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
