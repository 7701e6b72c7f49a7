import type { DatabaseSync } from 'node:sqlite'
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { Access } from './access/access.ts'
import { ConfiguredToken } from './access/configured-token.ts'
import { OidcTokens } from './access/oidc.ts'
import { StoredTokens } from './access/stored-tokens.ts'
import type { TokenVerifier } from './access/verifier.ts'
import { CompileCache } from './compile-cache/compile-cache.ts'
import type { Config } from './config.ts'
import type { ContainerEngine } from './container/port.ts'
import { LiveRuns } from './connection/live-runs.ts'
import { Drain } from './health/drain.ts'
import { Readiness } from './health/readiness.ts'
import { Jobs } from './jobs/jobs.ts'
import { loadCatalog } from './languages/catalog.ts'
import { registerAccessCheck } from './plugins/access-check.ts'
import { answerClientError } from './plugins/client-error.ts'
import { answerError, registerErrors } from './plugins/errors.ts'
import { registerHelmet } from './plugins/helmet.ts'
import { registerMethodCheck } from './plugins/method-check.ts'
import { registerOpenapi } from './plugins/openapi.ts'
import { registerPage } from './plugins/page.ts'
import { registerRequestId, requestIdOf } from './plugins/request-id.ts'
import { registerWebsocket } from './plugins/websocket.ts'
import { McpConnections } from './mcp/mcp-connections.ts'
import { serviceHost } from './mcp/service-host.ts'
import { AgentVolume } from './pool/agent-volume.ts'
import { OomWatch } from './pool/oom-watch.ts'
import { ownerName } from './pool/owner.ts'
import { SandboxFactory } from './pool/sandbox-factory.ts'
import { sweep } from './pool/sweep.ts'
import { UidAllocator } from './pool/uid-allocator.ts'
import { WarmPool } from './pool/warm-pool.ts'
import { RunRecords } from './record/run-records.ts'
import { registerExecute } from './routes/compat/execute.ts'
import { registerPiston } from './routes/compat/piston/routes.ts'
import { registerRunners } from './routes/compat/runners.ts'
import { registerSchedule } from './routes/compat/schedule.ts'
import { registerConnect } from './routes/connect.ts'
import { registerHealth } from './routes/health.ts'
import { registerLanguages } from './routes/languages.ts'
import { registerMetrics } from './routes/metrics.ts'
import { registerMcp } from './routes/mcp.ts'
import { registerRunRecords } from './routes/run-records.ts'
import { registerRuns } from './routes/runs.ts'
import { registerSessions } from './routes/sessions.ts'
import { RunService } from './run/run-service.ts'
import { FreshSandboxes } from './run/sandbox-source.ts'
import { Admission } from './scheduler/admission.ts'
import { capacityOf } from './scheduler/capacity.ts'
import { LocalScheduler } from './scheduler/local.ts'
import { openFilesPerRun } from './scheduler/open-files.ts'
import { Sessions } from './session/sessions.ts'
import { openDatabase } from './store/database.ts'
import { openJobs } from './store/open-jobs.ts'
import { SqliteTokens } from './store/sqlite-tokens.ts'
import { SqliteUsage } from './store/sqlite-usage.ts'
import { AuditLog } from './telemetry/audit-log.ts'
import { Metrics } from './telemetry/metrics.ts'
import type { Traces } from './telemetry/traces.ts'
import { VERSION } from './version.ts'
import { AddressGuard } from './webhooks/address-guard.ts'
import { WebhookSender } from './webhooks/webhook-sender.ts'

/** Composes the service; it does not listen. Closing it leaves no container behind. */
export async function createApp(
  config: Config,
  engine: ContainerEngine,
  log: FastifyBaseLogger,
  drain = new Drain(),
): Promise<FastifyInstance> {
  const metrics = new Metrics()
  const audits = config.auditFile === null ? [] : [new AuditLog(config.auditFile, log)]
  const traces = await openTraces(config.otlpEndpoint)
  const app = Fastify({
    loggerInstance: log,
    bodyLimit: config.maxRequestBytes,
    connectionTimeout: 120_000,
    requestTimeout: 60_000,
    keepAliveTimeout: 10_000,
    genReqId: requestIdOf,
    clientErrorHandler: answerClientError,
    // An address that can't be decoded never comes to a route.
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
    trustProxy: [...config.trustedProxies],
    // A request's log line is its run's, and that has what matters.
    logController: new LogController({ disableRequestLogging: true }),
    // Closing does not wait for idle keep-alive connections.
    forceCloseConnections: true,
  })
  const capacity = capacityOf(await engine.info(), config)
  const swept = await sweep(engine, config.instance)
  if (swept > 0) log.info({ containers: swept }, 'removed what an earlier process left behind')

  const database = openDatabase(config.stateDir)
  const access = new Access(config, tokenVerifiers(config, database))
  const owner = ownerName()
  const agent = await AgentVolume.prepare(engine)
  const started = (milliseconds: number): void => metrics.sandboxStarted(milliseconds)
  const settings = { owner, instance: config.instance, runtime: config.runtime, cpuQuota: config.cpuQuota, started }
  const factory = new SandboxFactory(engine, agent, settings, new UidAllocator())
  const pool = new WarmPool(factory, {
    maxSandboxes: capacity.sandboxes,
    warm: config.warm,
    log,
    taken: (language, warm) => metrics.taken(language, warm),
  })
  const scheduler = new LocalScheduler({
    memoryMb: capacity.memoryMb,
    maxRunning: capacity.sandboxes,
    maxQueued: config.maxQueued,
  })
  const catalog = await loadCatalog(config.languagesDir)
  const oom = new OomWatch(engine, owner)
  const sandboxes = new FreshSandboxes(scheduler, pool, oom)
  const openFilesInAll = await openFilesPerRun()
  const sessions = new Sessions({
    config,
    openFilesInAll,
    catalog,
    sandboxes,
    drain,
    findImage: (pack, version) => runs.findImage(pack, version),
  })
  const jobStore = openJobs(config, log)
  const records = new RunRecords(jobStore)
  const compileCache = new CompileCache({ directory: config.compileCacheDir, maxBytes: config.compileCacheBytes, log })
  const runs: RunService = new RunService({
    config,
    engine,
    catalog,
    pool,
    sandboxes,
    admission: new Admission(new SqliteUsage(database)),
    sessions,
    compileCache,
    oom,
    openFilesInAll,
    records,
    drain,
    telemetry: [metrics, ...audits, ...(traces === null ? [] : [traces])],
    log,
  })
  await runs.refresh()
  const guard = new AddressGuard(config.webhookNetworks)
  const sender = new WebhookSender({ store: jobStore, guard, retryMs: config.webhookRetryMs, log })
  const { maxJobs: maxWaiting, jobRetention: retention } = config
  const jobs = new Jobs({ store: jobStore, runs, records, guard, sender, maxWaiting, retention, log })
  metrics.observe({
    running: () => scheduler.running,
    queued: () => scheduler.waiting,
    reservedMb: () => scheduler.reservedMb,
    capacityMb: capacity.memoryMb,
    warm: () => catalog.packs.map(({ manifest: { id } }) => [id, pool.warmCount(id)]),
  })

  app.addHook('preClose', async () => {
    const jobsClosed = jobs.close()
    scheduler.close()
    await runs.close()
    await jobsClosed
    await sessions.close()
    await compileCache.close()
    await pool.close()
    oom[Symbol.dispose]()
  })
  app.addHook('onClose', async () => {
    await traces?.close()
    database.close()
    jobStore[Symbol.dispose]()
  })
  app.removeContentTypeParser('text/plain')
  registerRequestId(app)
  registerErrors(app)
  const checkMethods = registerMethodCheck(app)
  registerAccessCheck(app, config)
  await registerHelmet(app)
  await registerWebsocket(app, config.maxRequestBytes)
  await registerPage(app)
  registerHealth(app, new Readiness({ config, engine, pool, drain }))
  registerMetrics(app, metrics, access, config)
  await registerOpenapi(app)
  await registerLanguages(app, runs)
  registerRuns(app, { runs, jobs, access })
  registerRunRecords(app, records, access)
  registerSessions(app, sessions, runs, access)
  await registerPiston(app, runs, access, config)
  await registerExecute(app, runs, engine, access)
  await registerSchedule(app, { runs, jobs, records, access })
  await registerRunners(app, sessions, runs, access)
  registerMcp(app, new McpConnections((principal) => serviceHost(runs, sessions, principal)), access)
  registerConnect(app, access, {
    liveRuns: new LiveRuns(runs),
    maximum: config.maximum,
    server: `sandrun/${VERSION}`,
    log,
  })
  checkMethods()
  return app
}

/** OpenTelemetry takes its time to load: only who uses it pays. */
async function openTraces(endpoint: string | null): Promise<Traces | null> {
  return endpoint === null ? null : new (await import('./telemetry/traces.ts')).Traces(endpoint)
}

function tokenVerifiers({ token, oidc }: Config, database: DatabaseSync): TokenVerifier[] {
  return [
    ...(token === null ? [] : [new ConfiguredToken(token)]),
    new StoredTokens(new SqliteTokens(database)),
    ...(oidc === null ? [] : [new OidcTokens(oidc)]),
  ]
}
