import type { Redis } from 'ioredis'
import type { UsageStore } from '../../ports/usage-store.ts'
import type { Reach } from '../../ports/reach.ts'

/** A day's usage is kept for two, since clocks differ. */
const KEPT_S = 2 * 24 * 3600

/** Usage of all gateways together. An answer that is lost may count a run twice. */
export class RedisUsage implements UsageStore {
  readonly #redis: Redis
  readonly #reach: Reach

  constructor(redis: Redis, reach: Reach) {
    this.#redis = redis
    this.#reach = reach
  }

  async add(principal: string, day: number, cpuMs: number): Promise<void> {
    const key = keyOf(day)
    // Waits until Redis is back: the run has used the time.
    await this.#redis.multi().hincrbyfloat(key, principal, cpuMs).expire(key, KEPT_S).exec()
  }

  async cpuMs(principal: string, day: number): Promise<number> {
    return Number((await this.#reach(() => this.#redis.hget(keyOf(day), principal))) ?? 0)
  }
}

const keyOf = (day: number): string => `sr:usage:${day}`
