import { quantile } from '../statistics.ts'
import { Events } from './events.ts'
import { Random } from './random.ts'

/** Users who start a run, wait for its end and think, again and again. Times are in milliseconds. */
export interface Load {
  users: number
  /** The mean time that a user thinks. */
  thinkMs: number
  /** The cores of all workers. */
  cores: number
  /** The mean time of each kind of run on one core. All kinds are equally frequent. */
  runMs: readonly number[]
  /** The time that Redis needs for a run. */
  redisMs: number
}

export interface Outcome {
  runsPerSecond: number
  /** From the request until a core is free, Redis included. */
  waitMs: { mean: number; median: number; p95: number }
  /** From 0 to 1. */
  coresBusy: number
  redisBusy: number
}

export interface Span {
  seed: number
  /** Not counted: at first nobody waits. */
  warmUpMs: number
  countedMs: number
}

/**
 * A discrete-event simulation: thinking and running take exponentially distributed times, Redis a fixed one. Redis
 * serves one run after another, and a run waits for any free core, in order.
 */
export function simulate(
  { users, thinkMs, cores, runMs, redisMs }: Load,
  { seed, warmUpMs, countedMs }: Span,
): Outcome {
  const random = new Random(seed)
  const events = new Events()
  const waits: number[] = []
  const waiting: number[] = []
  let served = 0
  let free = cores
  let ended = 0
  let busyMs = 0
  let askedRedisMs = 0
  let redisFreeAt = 0
  const counts = (): boolean => events.now >= warmUpMs

  const think = (): void => events.after(random.exponential(thinkMs), ask)
  const ask = (): void => {
    const since = events.now
    if (counts()) askedRedisMs += redisMs
    redisFreeAt = Math.max(redisFreeAt, since) + redisMs
    events.after(redisFreeAt - since, () => {
      if (free > 0) start(since)
      else waiting.push(since)
    })
  }
  const start = (since: number): void => {
    free--
    const lasts = random.exponential(random.of(runMs))
    if (counts()) waits.push(events.now - since)
    // Only the part within the counted time.
    const end = Math.min(events.now + lasts, warmUpMs + countedMs)
    busyMs += Math.max(0, end - Math.max(events.now, warmUpMs))
    events.after(lasts, () => {
      if (counts()) ended++
      free++
      const next = waiting[served]
      if (next !== undefined) {
        served++
        start(next)
      }
      think()
    })
  }
  for (let user = 0; user < users; user++) think()
  events.runUntil(warmUpMs + countedMs)
  return {
    runsPerSecond: (ended / countedMs) * 1000,
    waitMs: {
      mean: waits.reduce((sum, wait) => sum + wait, 0) / waits.length,
      median: quantile(waits, 0.5),
      p95: quantile(waits, 0.95),
    },
    coresBusy: busyMs / countedMs / cores,
    redisBusy: Math.min(1, askedRedisMs / countedMs),
  }
}
