import { hostname } from 'node:os'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { Gateways } from '../gateway/cluster/gateways.ts'
import { Links } from '../gateway/cluster/links.ts'
import type { Drain } from '../health/drain.ts'
import { VERSION } from '../model/version.ts'
import type { ImageEngine } from '../ports/image-engine.ts'
import type { NodeReport } from '../ports/node-registry.ts'
import type { SandboxEngine } from '../ports/sandbox-engine.ts'
import type { Config } from '../settings/config.ts'
import { Metrics } from '../telemetry/metrics.ts'
import { ClaimLoop } from '../worker/cluster/claim-loop.ts'
import { composeApp } from './app.ts'
import { composeRemote } from './gateway.ts'
import { type Cluster, joinCluster } from './redis.ts'
import { type ComposedWorker, composeWorker } from './worker.ts'

export interface NodeParts {
  config: Config
  /** Address of the cluster's Redis. */
  url: string
  /** Opens the engine of a worker. */
  openEngine: () => SandboxEngine
  /** Opens the engine that builds images, if a worker builds any. */
  openImages?: () => ImageEngine
  log: FastifyBaseLogger
  drain: Drain
}

/** One process of a cluster. */
export interface ClusterNode {
  /** The gateway; null for a worker. */
  app: FastifyInstance | null
  /** Moves resumable clients, takes no more runs, and resolves when its runs have ended or the signal aborts. */
  drain: (signal: AbortSignal) => Promise<void>
  /** Ends everything that runs here, and the app. */
  close: () => Promise<void>
}

/** Composes a gateway, a worker, or both in one, and joins the cluster, without listening. */
export async function composeNode({
  config,
  url,
  openEngine,
  openImages,
  log,
  drain,
}: NodeParts): Promise<ClusterNode> {
  const metrics = new Metrics()
  const { role } = config
  let loop: ClaimLoop | null = null
  let links: Links | null = null
  let gateways: Gateways | null = null
  const images = openImages?.()
  const parts = { config, ...(images !== undefined && { images }), drain, metrics, log }
  const composed = role === 'gateway' ? null : await composeWorker({ ...parts, engine: openEngine() })
  const cluster: Cluster = await joinCluster({
    url,
    maxQueued: config.maxQueued,
    log,
    report: () => ({
      role,
      host: hostname(),
      version: VERSION,
      running: loop?.running ?? 0,
      places: composed?.places ?? 0,
      draining: loop?.draining ?? false,
      ...countsOf(metrics, loop),
    }),
    languages: () => languagesOf(composed),
    fenced: () => {
      loop?.fence()
      links?.interrupt()
      gateways?.interrupt()
    },
    receive: (message) => void (links?.receive(message) === true || loop?.receive(message)),
    ...(role !== 'worker' && { receiveAsGateway: (message: Uint8Array) => gateways?.receive(message) }),
  })
  if (composed !== null) {
    const { worker: host, sessions, liveRuns, places } = composed
    loop = new ClaimLoop({ ...cluster, host, sessions, liveRuns, places, log })
  }
  links = role === 'worker' ? null : new Links({ ...cluster, log }, () => cluster.bus)
  const { gatewayBus } = cluster
  gateways = gatewayBus === null ? null : new Gateways({ ...cluster, log }, () => gatewayBus)
  const execution =
    links === null || gateways === null ? null : await composeRemote({ config, cluster, links, gateways, drain, log })
  if (execution !== null) metrics.observeNodes(() => cluster.registry.list())
  const app = execution === null ? null : await composeApp({ config, log, drain, metrics, execution })
  return {
    app,
    async drain(signal) {
      links?.leave()
      await loop?.drain(signal)
    },
    async close() {
      await app?.close()
      await loop?.close()
      await composed?.close(Promise.resolve())
      links?.[Symbol.dispose]()
      gateways?.[Symbol.dispose]()
      await cluster[Symbol.asyncDispose]()
    },
  }
}

/** What a worker reports beyond its load. */
function countsOf(metrics: Metrics, loop: ClaimLoop | null): Pick<NodeReport, 'counts'> {
  const counts = metrics.counts()
  return counts === null ? {} : { counts: { ...counts, ended: loop?.ended ?? 0 } }
}

/** Other nodes need to know whether any sandbox is warm, not the number, which changes all the time. */
function languagesOf(composed: ComposedWorker | null): ReturnType<ComposedWorker['worker']['languages']> {
  const languages = composed?.worker.languages() ?? []
  return languages.map((one) => ({ ...one, warm: Math.min(1, one.warm), prepared: Math.min(1, one.prepared ?? 0) }))
}
