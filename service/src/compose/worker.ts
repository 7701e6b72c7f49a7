import type { FastifyBaseLogger } from 'fastify'
import { LocalScheduler } from '../drivers/local/local.ts'
import { claimNode } from '../drivers/sqlite/node-identity.ts'
import type { Drain } from '../health/drain.ts'
import { type Catalog, loadCatalog } from '../languages/catalog.ts'
import { starterPacks } from '../languages/starters.ts'
import { type Capacity, capacityOf } from '../model/capacity.ts'
import { type Caps, resolveCaps } from '../model/caps.ts'
import { requireLimits } from '../model/required-limits.ts'
import type { ImageEngine } from '../ports/image-engine.ts'
import type { SandboxEngine } from '../ports/sandbox-engine.ts'
import type { Config } from '../settings/config.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { CompileCache } from '../worker/compile-cache/compile-cache.ts'
import { LanguageBuilds } from '../worker/language-builds.ts'
import { EngineWatch } from '../worker/engine-watch.ts'
import { LiveRuns } from '../worker/live/live-runs.ts'
import { openFilesPerRun } from '../worker/open-files.ts'
import { AgentVolume } from '../worker/pool/agent-volume.ts'
import { Holder } from '../worker/pool/holder.ts'
import { OomWatch } from '../worker/pool/oom-watch.ts'
import { ownerName } from '../worker/pool/owner.ts'
import { SandboxFactory } from '../worker/pool/sandbox-factory.ts'
import { Sweeper } from '../worker/pool/sweeper.ts'
import { UidAllocator } from '../worker/pool/uid-allocator.ts'
import { WarmPool } from '../worker/pool/warm-pool.ts'
import { FreshSandboxes } from '../worker/run/sandbox-source.ts'
import { Sessions } from '../worker/session/sessions.ts'
import { Worker } from '../worker/worker.ts'

/** The share of the sandboxes' memory for prepared runtimes. */
const PREPARED_SHARE = 0.1

export interface WorkerParts {
  config: Config
  engine: SandboxEngine
  /** Builds images, if the service does. */
  images?: ImageEngine
  drain: Drain
  metrics: Metrics
  log: FastifyBaseLogger
}

/** The parts that run programs on this machine. */
export interface ComposedWorker {
  worker: Worker
  sessions: Sessions
  liveRuns: LiveRuns
  pool: WarmPool
  watch: EngineWatch
  caps: Caps
  /** The most runs at once with default limits. */
  places: number
  /** Ends every run, session and sandbox. `jobsClosed`: no more jobs begin. */
  close: (jobsClosed: Promise<void>) => Promise<void>
}

/** Composes a worker, and removes what an earlier process left behind. */
export async function composeWorker({
  config,
  engine,
  images,
  drain,
  metrics,
  log,
}: WorkerParts): Promise<ComposedWorker> {
  const info = await engine.info()
  requireLimits(info)
  const capacity = capacityOf(info, config)
  const caps = resolveCaps(config.caps, capacity)
  const node = claimNode(config.stateDir)
  const owner = ownerName()
  const holder = new Holder({ owner, instance: config.instance, node: node.id })
  const sweeper = new Sweeper(engine, holder, log)
  await sweeper.sweepMachine()
  const catalog = await loadCatalog(config.languagesDir)
  const starters = starterPacks(catalog, config.starters)
  const pool = await openPool({ config, engine, metrics, log }, holder, capacity)
  const oom = new OomWatch(engine, owner)
  const scheduler = new LocalScheduler({
    memoryMb: capacity.memoryMb,
    maxRunning: capacity.sandboxes,
    maxQueued: config.maxQueued,
    cpus: capacity.cpus,
  })
  const compilers = new LocalScheduler({
    memoryMb: Infinity,
    maxRunning: capacity.compilers,
    maxQueued: Infinity,
    cpus: capacity.cpus,
  })
  const sandboxes = new FreshSandboxes(scheduler, pool, oom)
  const openFilesInAll = await openFilesPerRun()
  const compileCache = new CompileCache({ directory: config.compileCacheDir, maxBytes: config.compileCacheBytes, log })
  const sessions = new Sessions({
    config,
    caps,
    openFilesInAll,
    catalog,
    sandboxes,
    drain,
    findImage: (pack, version) => worker.findImage(pack, version),
  })
  const builds =
    images === undefined
      ? null
      : new LanguageBuilds({
          engine: images,
          catalog,
          registry: config.images,
          log,
          built: () => worker.refresh(),
        })
  const parts = { config, engine, catalog, pool, sandboxes, compilers, sessions, compileCache, oom, openFilesInAll }
  const worker: Worker = new Worker({ ...parts, builds, starters: new Set(starters) })
  try {
    await worker.refresh()
    if (config.build === 'starters') await builds?.begin(starters)
  } catch (error) {
    // The watch alone would keep the process of a service that does not start.
    oom[Symbol.dispose]()
    await pool.close()
    throw error
  }
  const watch = new EngineWatch(engine, async () => {
    await worker.refresh()
    // An engine that died and is back may have left something.
    await sweeper.sweepNode()
  })
  observe(metrics, { scheduler, pool, catalog, capacity })
  const close = async (jobsClosed: Promise<void>): Promise<void> => {
    scheduler.close()
    await builds?.[Symbol.asyncDispose]()
    await worker.close()
    await jobsClosed
    await sessions.close()
    await compileCache.close()
    await pool.close()
    oom[Symbol.dispose]()
    // Before its node's name is free: the next process with that name has sandboxes that this one does not hold.
    await watch[Symbol.asyncDispose]()
    await sweeper.settled()
    node[Symbol.dispose]()
  }
  return { worker, sessions, liveRuns: new LiveRuns(), pool, watch, caps, places: capacity.places, close }
}

async function openPool(
  { config, engine, metrics, log }: Omit<WorkerParts, 'drain'>,
  holder: Holder,
  capacity: Capacity,
): Promise<WarmPool> {
  const started = (milliseconds: number): void => metrics.sandboxStarted(milliseconds)
  const { runtime, cgroupParent, cpuQuota } = config
  const agent = await AgentVolume.prepare(engine, holder)
  const settings = { holder, runtime, cgroupParent, cpuQuota, started }
  const factory = new SandboxFactory(engine, agent, settings, new UidAllocator())
  const maxPreparedMb = config.preparedMb ?? Math.floor(capacity.memoryMb * PREPARED_SHARE)
  const taken = (language: string, warm: boolean): void => metrics.taken(language, warm)
  const { sandboxes: maxSandboxes, learned: mostLearned, cpus } = capacity
  return new WarmPool(factory, {
    maxSandboxes,
    mostLearned,
    maxPreparedMb,
    cpus,
    warm: config.warm,
    log,
    taken,
    evicted: () => metrics.evicted(),
  })
}

interface Observed {
  scheduler: LocalScheduler
  pool: WarmPool
  catalog: Catalog
  capacity: Capacity
}

function observe(metrics: Metrics, { scheduler, pool, catalog, capacity }: Observed): void {
  metrics.observe({
    running: () => scheduler.running,
    queued: () => scheduler.waiting,
    reservedMb: () => scheduler.reservedMb,
    capacityMb: capacity.memoryMb,
    warm: () => catalog.packs.map(({ manifest: { id } }) => [id, pool.warmCount(id)]),
  })
}
