import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Failures, Rates } from '../../ports/rates.ts'
import type { Reach } from '../../ports/reach.ts'
import { Script } from './script.ts'

/** key, most, window, now, name of this event. */
const TAKE = new Script(`
local key, most, windowMs, now, event = 'sr:rate:' .. ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), ARGV[5]
if redis.call('ZSCORE', key, event) then return 0 end
redis.call('ZREMRANGEBYSCORE', key, '-inf', now - windowMs)
if redis.call('ZCARD', key) >= most then
  return math.max(1, tonumber(redis.call('ZRANGE', key, 0, 0, 'WITHSCORES')[2]) + windowMs - now)
end
redis.call('ZADD', key, now, event)
redis.call('PEXPIRE', key, windowMs)
return 0
`)

/** key, time to forget, now, name of this event. */
const FAIL = new Script(`
local key, forgetMs, now, event = 'sr:failures:' .. ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4]
local last = redis.call('HMGET', key, 'at', 'event')
if last[2] == event then return end
if last[1] and now - tonumber(last[1]) >= forgetMs then redis.call('DEL', key) end
redis.call('HINCRBY', key, 'count', 1)
redis.call('HSET', key, 'at', now, 'event', event)
redis.call('PEXPIRE', key, forgetMs)
`)

export interface RedisRatesOptions {
  redis: Redis
  reach: Reach
  /** Milliseconds since the epoch, by the clock that all nodes share. */
  now: () => number
}

/** Counts of all gateways together. */
export class RedisRates implements Rates {
  readonly #options: RedisRatesOptions

  constructor(options: RedisRatesOptions) {
    this.#options = options
  }

  async take(key: string, most: number, windowMs: number): Promise<number> {
    const { redis, reach, now } = this.#options
    return Number(await reach(() => TAKE.run(redis, key, most, windowMs, Math.floor(now()), randomUUID())))
  }

  async fail(key: string, forgetMs: number): Promise<void> {
    const { redis, reach, now } = this.#options
    await reach(() => FAIL.run(redis, key, forgetMs, Math.floor(now()), randomUUID()))
  }

  async failures(key: string): Promise<Failures> {
    const { redis, reach, now } = this.#options
    const [count, at] = await reach(() => redis.hmget(`sr:failures:${key}`, 'count', 'at'))
    return { count: Number(count ?? 0), ageMs: at ? Math.max(0, Math.floor(now()) - Number(at)) : 0 }
  }
}
