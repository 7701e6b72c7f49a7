import { createHash } from 'node:crypto'
import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import { DEFAULT_MAXIMUM_LIMITS, LIMIT_NAMES, type Limits } from '@sandrun/shared'
import { CAP_NAMES } from '../model/cap-names.ts'
import { parseCaps, type PartialCaps } from '../model/caps.ts'
import type { Config, OidcSettings } from './config.ts'
import { type Environment, EnvironmentSchema } from './environment-schema.ts'
import { ConfigError, readConfigFile } from './file.ts'
import { positive, list } from './values.ts'

/** Settings whose values no message shows. */
const SECRETS: ReadonlySet<string> = new Set(['SANDRUN_TOKEN', 'SANDRUN_REDIS'])

/**
 * Reads the environment once, and the file that it names; the environment wins. The result never changes. Throws a
 * ConfigError that names the faulty setting, its value, and the valid values.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const data = readSettings(environment)
  const seed = `${hostname()}:${data.PORT}`
  if (data.SANDRUN_ROLE !== 'all' && data.SANDRUN_REDIS === undefined) {
    throw new ConfigError(`SANDRUN_REDIS: is required with SANDRUN_ROLE=${data.SANDRUN_ROLE}`)
  }
  return Object.freeze({
    role: data.SANDRUN_ROLE,
    redis: data.SANDRUN_REDIS ?? null,
    host: data.HOST,
    port: data.PORT,
    hosts: data.SANDRUN_HOSTS,
    origins: data.SANDRUN_ORIGINS,
    token: data.SANDRUN_TOKEN ?? null,
    anonymous: data.SANDRUN_ANONYMOUS ?? (data.SANDRUN_TOKEN === undefined && data.SANDRUN_OIDC_ISSUER === undefined),
    oidc: readOidc(data),
    trustedProxies: data.SANDRUN_TRUSTED_PROXIES,
    stateDir:
      data.SANDRUN_STATE_DIR ?? join(environment['XDG_STATE_HOME'] ?? join(homedir(), '.local/state'), 'sandrun'),
    languagesDir: data.SANDRUN_LANGUAGES_DIR,
    instance: data.SANDRUN_INSTANCE ?? createHash('sha256').update(seed).digest('hex').slice(0, 12),
    runtime: data.SANDRUN_RUNTIME ?? null,
    cgroupParent: data.SANDRUN_CGROUP_PARENT ?? null,
    cpuQuota: data.SANDRUN_CPU_QUOTA ?? null,
    maxSandboxes: data.SANDRUN_MAX_SANDBOXES ?? null,
    maxCompilers: data.SANDRUN_MAX_COMPILERS ?? null,
    warm: data.SANDRUN_WARM,
    starters: data.SANDRUN_STARTERS ?? null,
    build: data.SANDRUN_BUILD,
    images: data.SANDRUN_IMAGES ?? null,
    preparedMb: data.SANDRUN_PREPARED_MB ?? null,
    maxQueued: data.SANDRUN_MAX_QUEUED,
    caps: readCaps(data.SANDRUN_CAPS),
    maxJobs: data.SANDRUN_MAX_JOBS,
    jobRetention: {
      count: data.SANDRUN_KEEP_JOBS,
      age: data.SANDRUN_KEEP_JOBS_HOURS * 3_600_000,
      bytes: data.SANDRUN_KEEP_JOBS_MB * 2 ** 20,
      principalBytes: data.SANDRUN_KEEP_JOBS_MB_EACH * 2 ** 20,
    },
    webhookNetworks: data.SANDRUN_WEBHOOK_NETWORKS,
    webhookRetryMs: data.SANDRUN_WEBHOOK_RETRY_MS,
    maxRequestBytes: data.SANDRUN_MAX_REQUEST_MB * 2 ** 20,
    // One client gets half of it, and must be able to send the largest body.
    maxBodiesBytes: Math.max(data.SANDRUN_MAX_BODIES_MB, 2 * data.SANDRUN_MAX_REQUEST_MB) * 2 ** 20,
    maximum: { ...DEFAULT_MAXIMUM_LIMITS, ...readLimits(data.SANDRUN_MAX_LIMITS) },
    interactiveMaximumMs: data.SANDRUN_MAX_INTERACTIVE_MS,
    compileCacheDir: data.SANDRUN_COMPILE_CACHE_DIR ?? join(cacheFolder(data), 'compiled'),
    compileCacheBytes: data.SANDRUN_COMPILE_CACHE_MB * 2 ** 20,
    sessionIdleMs: data.SANDRUN_SESSION_IDLE_MS,
    maxSessionIdleMs: Math.max(data.SANDRUN_MAX_SESSION_IDLE_MS, data.SANDRUN_SESSION_IDLE_MS),
    maxSessions: data.SANDRUN_MAX_SESSIONS,
    otlpEndpoint: data.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    auditFile: data.SANDRUN_AUDIT_FILE ?? null,
    compat: data.SANDRUN_COMPAT,
    metricsAccess: data.SANDRUN_METRICS,
    drainMs: data.SANDRUN_DRAIN_MS,
    logLevel: data.SANDRUN_LOG_LEVEL,
  })
}

/** All names of settings. */
export const SETTINGS: readonly string[] = Object.keys(EnvironmentSchema.shape)

function readSettings({ SANDRUN_CONFIG: file, ...environment }: NodeJS.ProcessEnv): Environment {
  const given = { ...(file !== undefined && readConfigFile(file, SETTINGS)), ...definedIn(environment) }
  const result = EnvironmentSchema.safeParse(given)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const name = String(issue?.path[0])
  const value = SECRETS.has(name) ? 'its value' : `"${given[name]}"`
  throw new ConfigError(`${name}: ${value} ${issue?.message}`)
}

function definedIn(environment: NodeJS.ProcessEnv): Record<string, string> {
  const entries = Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
  return Object.fromEntries(entries)
}

/** The folder for everything that can be made again; the bootstrap keeps its toolchains there. */
function cacheFolder({ SANDRUN_CACHE, XDG_CACHE_HOME }: Environment): string {
  if (SANDRUN_CACHE !== '') return SANDRUN_CACHE
  return join(XDG_CACHE_HOME === '' ? join(homedir(), '.cache') : XDG_CACHE_HOME, 'sandrun')
}

function readOidc(data: Environment): OidcSettings | null {
  const { SANDRUN_OIDC_ISSUER: address, SANDRUN_OIDC_AUDIENCE: audience } = data
  if (address === undefined) return null
  if (audience === undefined) {
    throw new ConfigError('SANDRUN_OIDC_AUDIENCE: is required with SANDRUN_OIDC_ISSUER')
  }
  return {
    issuer: address,
    audience,
    name: data.SANDRUN_OIDC_NAME_CLAIM,
    users: data.SANDRUN_OIDC_USERS ?? null,
    admins: data.SANDRUN_OIDC_ADMINS ?? null,
  }
}

/** `running=8,cpuSecondsPerDay=3600` */
function readCaps(text: string): PartialCaps {
  const caps = parseCaps(text)
  if (caps !== null) return caps
  throw new ConfigError(`SANDRUN_CAPS: "${text}" is not a list of ${CAP_NAMES.join(', ')} with whole numbers`)
}

/** `memoryMb=4096,cpuMs=120000` */
function readLimits(text: string): Partial<Limits> {
  const limits: Partial<Limits> = {}
  for (const item of list.parse(text)) {
    const [name, value] = item.split('=')
    const known = LIMIT_NAMES.find((limit) => limit === name)
    const amount = positive.safeParse(value)
    if (known === undefined || !amount.success) {
      throw new ConfigError(`SANDRUN_MAX_LIMITS: "${item}" is not one of ${LIMIT_NAMES.join(', ')} with a whole number`)
    }
    limits[known] = amount.data
  }
  return limits
}
