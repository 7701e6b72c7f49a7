import type { RedisPoint } from './figures.ts'

/** What a cluster costs Redis, in commands and in milliseconds of its thread. */
export interface RedisCost {
  /** In a second, whatever runs. */
  idle: { commands: number; ms: number }
  /** For each run. */
  run: { commands: number; ms: number }
}

/** The number of gateways for so many workers: two, so that one may die, and one more for each twenty workers. */
export const gatewaysFor = (workers: number): number => Math.max(2, Math.ceil(workers / 20) + 1)

/**
 * From two measured clusters to one of any size. The cost of a run is a line over the workers.
 * Some nodes look at all nodes again and again, so that the commands of a second are a line over the nodes and their
 * square. Each of these takes the time that it took in the larger cluster.
 */
export function costAt(workers: number, [small, large]: readonly [RedisPoint, RedisPoint]): RedisCost {
  const nodes = workers + gatewaysFor(workers)
  const few = small.workers + small.gateways
  const many = large.workers + large.gateways
  const eachOfFew = small.idleCommands / few
  const square = (large.idleCommands / many - eachOfFew) / (many - few)
  const idle = nodes * (eachOfFew + square * (nodes - few))
  const more = (workers - small.workers) / (large.workers - small.workers)
  return {
    idle: { commands: idle, ms: (idle * large.idleMs) / large.idleCommands },
    run: {
      commands: small.runCommands + more * (large.runCommands - small.runCommands),
      ms: small.runMs + more * (large.runMs - small.runMs),
    },
  }
}

/** The most runs per second that one Redis can carry: one thread does everything. */
export function redisLimit(workers: number, points: readonly [RedisPoint, RedisPoint]): number {
  const { idle, run } = costAt(workers, points)
  return Math.max(0, 1000 - idle.ms) / run.ms
}
