import type { CapacityFigures } from './figures.ts'
import { costAt, redisLimit } from './redis-cost.ts'
import { simulate } from './simulate.ts'

/** The clusters to simulate, in workers. */
const WORKERS = [5, 10, 20, 30, 40, 60, 80, 100]

/** The largest cluster to look at for a limit. */
const MOST_WORKERS = 1000

export type Measured = Pick<CapacityFigures, 'languages' | 'redis'>

/** How a cluster of each size serves each number of users. */
export function simulateAll(measured: Measured, load: CapacityFigures['load']): CapacityFigures['rows'] {
  return load.users.flatMap((users) => WORKERS.map((workers) => simulateOne(measured, load, users, workers)))
}

function simulateOne(
  { languages, redis }: Measured,
  { seed, thinkMs, coresPerWorker }: CapacityFigures['load'],
  users: number,
  workers: number,
): CapacityFigures['rows'][number] {
  const { idle, run } = costAt(workers, redis)
  // What Redis does anyway makes each run slower.
  const left = Math.max(0.01, 1 - idle.ms / 1000)
  const { runsPerSecond, waitMs, coresBusy, redisBusy } = simulate(
    {
      users,
      thinkMs,
      cores: workers * coresPerWorker,
      runMs: languages.map((one) => 1000 / one.perCoreSecond),
      redisMs: run.ms / left,
    },
    { seed, warmUpMs: 5 * thinkMs, countedMs: 10 * thinkMs },
  )
  return { users, workers, runsPerSecond, medianMs: waitMs.median, p95Ms: waitMs.p95, coresBusy, redisBusy }
}

/** The runs per second of one core. */
export function perCoreSecond({ languages }: Pick<Measured, 'languages'>): number {
  return languages.length / languages.reduce((sum, one) => sum + 1 / one.perCoreSecond, 0)
}

/** From how many workers on Redis, not the cores, limits the runs per second. Null: not up to a thousand. */
export function redisLimitsFrom(measured: Measured, coresPerWorker: number): number | null {
  const each = perCoreSecond(measured) * coresPerWorker
  for (let workers = 1; workers <= MOST_WORKERS; workers++) {
    if (redisLimit(workers, measured.redis) < workers * each) return workers
  }
  return null
}
