import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { Access } from '../gateway/access/access.ts'
import { ConfiguredToken } from '../gateway/access/configured-token.ts'
import { Lockout } from '../gateway/access/lockout.ts'
import { OidcTokens } from '../gateway/access/oidc.ts'
import { StoredTokens } from '../gateway/access/stored-tokens.ts'
import type { TokenVerifier } from '../gateway/access/verifier.ts'
import { BodyBudget } from '../gateway/body/body-budget.ts'
import type { Config } from '../settings/config.ts'
import type { JobStore } from '../ports/job-store.ts'
import type { LiveRunHost } from '../ports/live-run.ts'
import { NO_OTHER_GATEWAYS, type OtherGateways } from '../ports/other-gateways.ts'
import type { RunHost } from '../ports/run-host.ts'
import type { SessionHost } from '../ports/session-host.ts'
import type { Caps } from '../model/caps.ts'
import type { Drain } from '../health/drain.ts'
import { Readiness, type ReadinessDependencies } from '../health/readiness.ts'
import { Jobs } from '../gateway/jobs/jobs.ts'
import { registerAuthentication } from '../gateway/http/plugins/authentication.ts'
import { registerAccessCheck } from '../gateway/http/plugins/access-check.ts'
import { registerClosing } from '../gateway/http/plugins/closing.ts'
import { answerClientError, answerExpectation } from '../gateway/http/plugins/client-error.ts'
import { registerCompression } from '../gateway/http/plugins/compression.ts'
import { answerError, registerErrors } from '../gateway/http/plugins/errors.ts'
import { registerJsonBody } from '../gateway/http/plugins/json-body.ts'
import { registerHelmet } from '../gateway/http/plugins/helmet.ts'
import { registerMethodCheck } from '../gateway/http/plugins/method-check.ts'
import { registerOpenapi } from '../gateway/http/plugins/openapi.ts'
import { registerPage } from '../gateway/http/plugins/page.ts'
import { registerPressure } from '../gateway/http/plugins/pressure.ts'
import { registerRequestId, requestIdOf } from '../gateway/http/plugins/request-id.ts'
import { Upgrades } from '../gateway/http/plugins/upgrades.ts'
import { registerWebsocket } from '../gateway/http/plugins/websocket.ts'
import { registerWireSchemas } from '../gateway/http/plugins/wire-schemas.ts'
import { McpCalls } from '../gateway/mcp/mcp-calls.ts'
import { serviceHost } from '../gateway/mcp/service-host.ts'
import { RunRecords } from '../gateway/records/run-records.ts'
import { attachSocketIo, SOCKET_PATH } from '../gateway/http/compat/interactive/server.ts'
import { registerExecute } from '../gateway/http/compat/execute.ts'
import { judge0Callback, registerJudge0 } from '../gateway/http/compat/judge0/routes.ts'
import { JobeFiles } from '../gateway/http/compat/jobe/jobe-files.ts'
import { registerJobe } from '../gateway/http/compat/jobe/routes.ts'
import { registerPiston } from '../gateway/http/compat/piston/routes.ts'
import { registerSandboxFusion } from '../gateway/http/compat/sandboxfusion/routes.ts'
import { registerRunners } from '../gateway/http/compat/runners.ts'
import { registerSchedule } from '../gateway/http/compat/schedule.ts'
import { registerConnect } from '../gateway/ws/connect.ts'
import { registerHealth } from '../gateway/http/routes/health.ts'
import { registerLanguages } from '../gateway/http/routes/languages.ts'
import { registerMetrics } from '../gateway/http/routes/metrics.ts'
import { registerMcp } from '../gateway/http/routes/mcp.ts'
import { registerRunRecords } from '../gateway/http/routes/run-records.ts'
import { registerRuns } from '../gateway/http/routes/runs.ts'
import { registerSessions } from '../gateway/http/routes/sessions.ts'
import { Admission } from '../gateway/access/admission.ts'
import { AuditLog } from '../telemetry/audit-log.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Traces } from '../telemetry/traces.ts'
import { Submit } from '../gateway/submit.ts'
import { VERSION } from '../model/version.ts'
import { AddressGuard } from '../gateway/webhooks/address-guard.ts'
import { WebhookSender } from '../gateway/webhooks/webhook-sender.ts'
import type { TokenStore } from '../ports/token-store.ts'
import { answerGateway } from './answer-gateway.ts'
import type { AccessStores } from './stores.ts'

/** Invalid ids reach a look-up, which refuses them; no address is longer than its headers may be. */
const MAX_ID_LENGTH = 16 * 1024

/** The most time for a request to arrive. */
const REQUEST_TIMEOUT_MS = 60_000

/** The parts that carry out runs, here or on other nodes. */
export interface Execution {
  host: RunHost
  sessions: SessionHost
  liveRuns: LiveRunHost
  /** Rejects with the reason why no program can run. */
  engine: { info(): Promise<{ rootDir: string }> }
  pool: ReadinessDependencies['pool']
  caps: Caps
  jobs: JobStore
  stores: AccessStores
  /** Absent: there are none. */
  gateways?: OtherGateways
  /** How often to look for jobs of dead gateways, in milliseconds. Absent: there is no other gateway. */
  lookEveryMs?: number
  /** Ends every run. `jobsClosed`: no more jobs begin. */
  close: (jobsClosed: Promise<void>) => Promise<void>
}

export interface AppParts {
  config: Config
  log: FastifyBaseLogger
  drain: Drain
  metrics: Metrics
  execution: Execution
}

/** Composes the gateway, without listening. Closing it ends every run. */
export async function composeApp({ config, log, drain, metrics, execution }: AppParts): Promise<FastifyInstance> {
  const audits = config.auditFile === null ? [] : [new AuditLog(config.auditFile, log)]
  const traces = await openTraces(config.otlpEndpoint)
  const upgrades = new Upgrades()
  const app = Fastify({
    loggerInstance: log,
    // plugins/json-body.ts reads bodies instead.
    bodyLimit: config.maxRequestBytes,
    // The machine may be busy while the service starts.
    pluginTimeout: 0,
    routerOptions: { maxParamLength: MAX_ID_LENGTH },
    connectionTimeout: 120_000,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // plugins/access-check.ts gives a better message.
    http: { shouldUpgradeCallback: upgrades.accepts, requireHostHeader: false },
    keepAliveTimeout: 10_000,
    genReqId: requestIdOf,
    clientErrorHandler: answerClientError,
    // An address that can't be decoded never reaches a route.
    frameworkErrors: (error, request, reply) => answerError(error, request, reply),
    trustProxy: [...config.trustedProxies],
    // Requests have no log lines: a run's line has what matters.
    logController: new LogController({ disableRequestLogging: true }),
    // plugins/closing.ts gives a reason.
    return503OnClosing: false,
    // Closing does not wait for idle keep-alive connections.
    forceCloseConnections: true,
  })
  const { host, sessions, liveRuns, engine, pool, caps, jobs: jobStore, lookEveryMs, stores, close } = execution
  const { gateways = NO_OTHER_GATEWAYS } = execution
  const access = new Access(config, tokenVerifiers(config, stores.tokens), new Lockout(stores.rates))
  const records = new RunRecords(jobStore, gateways)
  const runs = new Submit({
    host,
    admission: new Admission(stores.usage, stores.rates),
    caps,
    records,
    drain,
    telemetry: [metrics, ...audits, ...(traces === null ? [] : [traces])],
    log,
  })
  const guard = new AddressGuard(config.webhookNetworks)
  const callbacks = new Map([['judge0', judge0Callback]])
  const sender = new WebhookSender({ store: jobStore, guard, retryMs: config.webhookRetryMs, callbacks, log })
  const { maxJobs: maxWaiting, jobRetention: retention } = config
  const looks = { ...(lookEveryMs !== undefined && { lookEveryMs }) }
  const jobs = await Jobs.open({ store: jobStore, runs, records, guard, sender, maxWaiting, retention, ...looks, log })

  app.server.on('checkExpectation', answerExpectation)
  // First, so that no request comes in while the rest is closed.
  registerClosing(app, drain)
  app.addHook('preClose', async () => {
    await close(jobs.close())
    records.close()
  })
  app.addHook('onClose', async () => {
    await traces?.close()
    stores[Symbol.dispose]()
    jobStore[Symbol.dispose]()
  })
  upgrades.observe(app)
  upgrades.add(SOCKET_PATH)
  registerRequestId(app)
  registerErrors(app)
  registerWireSchemas(app)
  const budget = new BodyBudget(config.maxBodiesBytes)
  registerJsonBody(app, { most: config.maxRequestBytes, withinMs: REQUEST_TIMEOUT_MS, budget })
  const checkMethods = registerMethodCheck(app)
  // Before any check: an upgrade that a check refuses leaves a socket to close.
  await registerWebsocket(app, { most: config.maxRequestBytes, budget, isForeign: upgrades.isForeign })
  registerAccessCheck(app, config)
  registerAuthentication(app, access)
  await registerPressure(app)
  await registerHelmet(app)
  await registerCompression(app)
  await registerPage(app, config)
  registerHealth(app, new Readiness({ config, engine, pool, drain }))
  registerMetrics(app, metrics, config)
  await registerOpenapi(app)
  await registerLanguages(app, runs)
  registerRuns(app, { runs, jobs })
  registerRunRecords(app, records)
  registerSessions(app, sessions, runs)
  await registerPiston(app, runs, access, config)
  const files = new JobeFiles(gateways)
  await registerJobe(app, runs, files, config)
  await registerSandboxFusion(app, runs)
  await registerExecute(app, runs, engine, config)
  await registerJudge0(app, { runs, jobs, records, config })
  attachSocketIo(app, runs, access, config)
  await registerSchedule(app, { runs, jobs, records })
  await registerRunners(app, sessions, runs)
  const calls = new McpCalls((principal) => serviceHost(runs, sessions, principal), gateways)
  registerMcp(app, calls)
  gateways.onQuestion(answerGateway({ records, calls, files }))
  registerConnect(app, access, {
    runs,
    liveRuns,
    maximum: config.maximum,
    maxMessageBytes: config.maxRequestBytes,
    server: `sandrun/${VERSION}`,
    log,
  })
  checkMethods()
  return app
}

/** OpenTelemetry is slow to load: load it only if it is used. */
async function openTraces(endpoint: string | null): Promise<Traces | null> {
  return endpoint === null ? null : new (await import('../telemetry/traces.ts')).Traces(endpoint)
}

function tokenVerifiers({ token, oidc }: Config, tokens: TokenStore): TokenVerifier[] {
  return [
    ...(token === null ? [] : [new ConfiguredToken(token)]),
    new StoredTokens(tokens),
    ...(oidc === null ? [] : [new OidcTokens(oidc)]),
  ]
}
