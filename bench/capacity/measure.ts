import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { RunRequest } from '@sandrun/shared'
import { type BenchService, startBenchService } from '../bench-service.ts'
import { startBenchRedis } from '../bench-redis.ts'
import { NUMBERED } from '../throughput-programs.ts'
import type { CapacityFigures, RedisPoint } from './figures.ts'
import { benchmarkRedis, readRedisStats } from './redis-stats.ts'

/** Runs at once for each core, so that none is idle. */
const AT_ONCE = 2

/** How long to watch a cluster in which no run starts, in milliseconds. */
const IDLE_MS = 10_000

/** The smallest cluster, and one with as many workers as two cores and 4 GB of memory carry. */
const CLUSTERS = [1, 20] as const

/** Runs at once in a cluster. */
const LIVE = 4

export interface Amounts {
  /** Runs in each language. */
  perLanguage: number
  /** Runs through each cluster. */
  perCluster: number
}

/** The runs per second of one core by language: warm sandboxes, new programs, compilation included. */
export async function measureLanguages({ perLanguage }: Amounts): Promise<CapacityFigures['languages']> {
  const cores = availableParallelism()
  await using service = await startBenchService({
    SANDRUN_COMPILE_CACHE_MB: '0',
    SANDRUN_CAPS: `running=${AT_ONCE * cores}`,
    SANDRUN_STARTERS: 'none',
    SANDRUN_WARM: 'used',
  })
  const built = new Set((await service.languages()).flatMap(({ id, available }) => (available ? [id] : [])))
  const figures: CapacityFigures['languages'] = []
  for (const [id, program] of Object.entries(NUMBERED)) {
    if (!built.has(id)) continue
    process.stderr.write(`measuring ${id} …\n`)
    let number = 0
    const next = (): RunRequest => ({ language: id, code: program(number++) })
    await runMany(service, next, AT_ONCE * cores, AT_ONCE * cores)
    const begin = performance.now()
    await runMany(service, next, perLanguage, AT_ONCE * cores)
    figures.push({ id, perCoreSecond: (perLanguage / (performance.now() - begin) / cores) * 1000 })
  }
  return figures
}

/** What Redis does in a small and in a larger cluster, and at most. */
export async function measureRedis({ perCluster }: Amounts): Promise<{ points: RedisPoint[]; perSecond: number }> {
  const points: RedisPoint[] = []
  for (const workers of CLUSTERS) {
    process.stderr.write(`measuring a cluster of ${workers} worker${workers === 1 ? '' : 's'} …\n`)
    points.push(await measureCluster(workers, perCluster))
  }
  await using redis = await startBenchRedis()
  return { points, perSecond: await benchmarkRedis(redis.url) }
}

async function measureCluster(workers: number, runs: number): Promise<RedisPoint> {
  // Each service listens for the bench's end.
  process.setMaxListeners(workers + 10)
  await using stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-bench-'))
  stack.defer(() => rm(folder, { recursive: true }))
  const { url } = stack.use(await startBenchRedis())
  const add = async (role: string, name: string): Promise<BenchService> =>
    stack.use(
      await startBenchService({
        SANDRUN_ROLE: role,
        SANDRUN_REDIS: url,
        SANDRUN_STATE_DIR: join(folder, name),
        SANDRUN_STARTERS: 'none',
        SANDRUN_WARM: 'used',
        SANDRUN_CAPS: 'running=1000',
      }),
    )
  for (let at = 0; at < workers; at++) await add('worker', `worker-${at}`)
  const gateway = await add('gateway', 'gateway')
  const next = (): RunRequest => ({ language: 'bash', code: 'read word; echo "got $word"' })
  // Every worker has run something.
  await runMany(gateway, next, LIVE * workers, LIVE)
  // A gateway with runs looks at the nodes more often.
  const { before, after: idle } = await withWaitingRuns(gateway, next, async () => {
    const first = await readRedisStats(url)
    await delay(IDLE_MS)
    return { before: first, after: await readRedisStats(url) }
  })
  const start = await readRedisStats(url)
  await runMany(gateway, next, runs, LIVE)
  const after = await readRedisStats(url)
  const idleSeconds = (idle.at - before.at) / 1000
  const seconds = (after.at - start.at) / 1000
  const [idleCommands, idleMs] = [(idle.commands - before.commands) / idleSeconds, (idle.ms - before.ms) / idleSeconds]
  return {
    workers,
    gateways: 1,
    idleCommands,
    idleMs,
    runCommands: (after.commands - start.commands - idleCommands * seconds) / runs,
    runMs: (after.ms - start.ms - idleMs * seconds) / runs,
  }
}

/** Measures while runs wait for input. */
async function withWaitingRuns<T>(service: BenchService, next: () => RunRequest, work: () => Promise<T>): Promise<T> {
  using stack = new DisposableStack()
  for (let at = 0; at < LIVE; at++) {
    const client = stack.use(await service.connect())
    const started = Promise.withResolvers<void>()
    const run = client.run(next(), { started: () => started.resolve() })
    // Closing its connection ends it.
    run.result.catch(() => {})
    await Promise.race([started.promise, run.result])
  }
  return work()
}

/** Runs over live connections, as people's runs are; each gets a word. Throws if one does not end well. */
async function runMany(service: BenchService, next: () => RunRequest, count: number, atOnce: number): Promise<void> {
  let left = count
  const work = async (): Promise<void> => {
    using client = await service.connect()
    while (left > 0) {
      left--
      const request = next()
      const run = client.run(request)
      void run.writeStdin(new TextEncoder().encode('word\n'))
      const { verdict, message } = await run.result
      if (verdict !== 'ok') throw new Error(`${request.language} ended with ${verdict}: ${message}`)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
}
