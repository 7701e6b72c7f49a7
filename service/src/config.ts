import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEFAULT_MAXIMUM_LIMITS, LIMIT_NAMES, type Limits } from '@sandrun/shared'
import * as z from 'zod/mini'
import { isLoopback } from './access/addresses.ts'
import { ConfigError, readConfigFile } from './config-file.ts'
import { CAP_NAMES, type Caps, DEFAULT_CAPS, parseCaps, type PartialCaps } from './scheduler/caps.ts'
import type { Retention } from './store/job-store.ts'

export type WarmPolicy = 'starters' | 'used' | 'none'

/** What the environment and a file may say; docs/operations.md lists every key. */
export interface Config {
  host: string
  port: number
  /** Hosts and origins allowed beyond loopback, the address itself and VS Code's own. */
  hosts: readonly string[]
  origins: readonly string[]
  /** The one token clients may show, or null. */
  token: string | null
  /** Whether people on this machine may ask without a token. */
  anonymous: boolean
  oidc: OidcSettings | null
  /** Addresses of proxies whose word on a client's address counts: IPs, or networks as `10.0.0.0/8`. */
  trustedProxies: readonly string[]
  /** Where the database is: tokens and all else that outlives the process. */
  stateDir: string
  languagesDir: string
  /** The installation, the same across restarts: what an earlier process left behind carries its name. */
  instance: string
  runtime: string | null
  cpuQuota: number | null
  /** Sandboxes at once, running and warm together; null: by the machine's CPUs. */
  maxSandboxes: number | null
  /** For which languages a sandbox waits: from the start, those in use, or none. */
  warm: WarmPolicy
  maxQueued: number
  /** How much of the service a principal may take up, unless its token says otherwise. */
  caps: Caps
  /** Jobs that may wait, and how many of those that ended are kept, for how long. */
  maxJobs: number
  jobRetention: Retention
  /** Networks webhooks may lead into though they are not public, and the first wait after one that failed. */
  webhookNetworks: readonly string[]
  webhookRetryMs: number
  maxRequestBytes: number
  /** The most a run may ask for. */
  maximum: Limits
  /** An interactive run ends after this, however often its user comes back. */
  interactiveMaximumMs: number
  /** Where compiled programs are kept, and how much of them; with 0 none is. */
  compileCacheDir: string
  compileCacheBytes: number
  /** How long a session lives without a run, by default and at most. */
  sessionIdleMs: number
  maxSessionIdleMs: number
  /** Of one principal, at once. */
  maxSessions: number
  /** Who ran what, a line each; null for none. */
  auditFile: string | null
  /** Address of the OpenTelemetry collector that hears of runs; null for none. */
  otlpEndpoint: string | null
  metricsAccess: 'admins' | 'open'
  /** What runs at SIGTERM has so long to end by itself. */
  drainMs: number
  logLevel: string
}

/** Who may come with a token of an OpenID Connect provider. */
export interface OidcSettings {
  issuer: string
  audience: string
  /** The claim that says what to call somebody. */
  name: string
  /** Who is let in, and who is an admin, by what they have in a claim; null: everybody, and nobody. */
  users: ClaimRule | null
  admins: ClaimRule | null
}

interface ClaimRule {
  claim: string
  value: string
}

/** Settings whose value no message shows. */
const SECRETS: ReadonlySet<string> = new Set(['SANDRUN_TOKEN'])

function whole(least: number, most = Number.MAX_SAFE_INTEGER, what = `must be a whole number from ${least}`) {
  return z.coerce.number(what).check(z.int(what), z.gte(least, what), z.lte(most, what))
}
function oneOf<const T extends readonly string[]>(words: T) {
  return z.enum(words, `must be one of ${words.join(', ')}`)
}
const port = whole(0, 65_535, 'must be a whole number from 0 to 65535')
const positive = whole(1)
const CPUS = 'must be a number of CPUs above 0, like 0.5'
const path = z.string().check(z.minLength(1, 'must be a path'))
const list = z.pipe(
  z.string(),
  z.transform((text) => text.split(',').flatMap((item) => item.trim() || [])),
)

const onOff = z.pipe(
  oneOf(['on', 'off']),
  z.transform((text) => text === 'on'),
)
const addresses = list.check(
  z.refine((items) => items.every(isNetwork), 'must be addresses or networks, like 10.0.0.1 or 10.0.0.0/8'),
)
const claimRule = z.pipe(
  z.string().check(z.regex(/^[^=]+=.+$/, 'must be a claim and its value, like groups=staff')),
  z.transform((text): ClaimRule => ({ claim: text.split('=', 1).join(), value: text.slice(text.indexOf('=') + 1) })),
)
const issuer = z
  .string()
  .check(
    z.refine((text) => URL.canParse(text) && isSecure(new URL(text)), 'must be an address that begins with https://'),
  )

const EnvironmentSchema = z.object({
  HOST: z._default(z.string(), '127.0.0.1'),
  PORT: z._default(port, 8080),
  SANDRUN_HOSTS: z._default(list, []),
  SANDRUN_ORIGINS: z._default(list, []),
  SANDRUN_TOKEN: z.optional(z.string().check(z.minLength(16, 'must be at least 16 characters long'))),
  SANDRUN_ANONYMOUS: z.optional(onOff),
  SANDRUN_OIDC_ISSUER: z.optional(issuer),
  SANDRUN_OIDC_AUDIENCE: z.optional(z.string().check(z.minLength(1, 'must not be empty'))),
  SANDRUN_OIDC_NAME_CLAIM: z._default(z.string(), 'name'),
  SANDRUN_OIDC_USERS: z.optional(claimRule),
  SANDRUN_OIDC_ADMINS: z.optional(claimRule),
  SANDRUN_TRUSTED_PROXIES: z._default(addresses, []),
  SANDRUN_STATE_DIR: z.optional(path),
  SANDRUN_LANGUAGES_DIR: z._default(z.string(), fileURLToPath(new URL('../../languages', import.meta.url))),
  SANDRUN_INSTANCE: z.optional(
    z.string().check(z.regex(/^[\w.-]{1,64}$/, 'must be up to 64 letters, digits, and . _ -')),
  ),
  SANDRUN_RUNTIME: z.optional(z.string()),
  SANDRUN_CPU_QUOTA: z.optional(z.coerce.number(CPUS).check(z.positive(CPUS))),
  SANDRUN_MAX_SANDBOXES: z.optional(positive),
  SANDRUN_WARM: z._default(oneOf(['starters', 'used', 'none']), 'starters'),
  SANDRUN_MAX_QUEUED: z._default(positive, 200),
  SANDRUN_CAPS: z._default(z.string(), ''),
  SANDRUN_MAX_JOBS: z._default(positive, 1000),
  SANDRUN_KEEP_JOBS: z._default(positive, 1000),
  SANDRUN_KEEP_JOBS_HOURS: z._default(positive, 7 * 24),
  SANDRUN_KEEP_JOBS_MB: z._default(positive, 1024),
  SANDRUN_KEEP_JOBS_MB_EACH: z._default(positive, 256),
  SANDRUN_WEBHOOK_NETWORKS: z._default(addresses, []),
  SANDRUN_WEBHOOK_RETRY_MS: z._default(positive, 5000),
  SANDRUN_MAX_REQUEST_MB: z._default(positive, 16),
  SANDRUN_MAX_LIMITS: z._default(z.string(), ''),
  SANDRUN_MAX_INTERACTIVE_MS: z._default(positive, 4 * 3_600_000),
  SANDRUN_COMPILE_CACHE_DIR: z.optional(z.string()),
  SANDRUN_COMPILE_CACHE_MB: z._default(whole(0), 512),
  SANDRUN_CACHE: z._default(z.string(), ''),
  XDG_CACHE_HOME: z._default(z.string(), ''),
  SANDRUN_SESSION_IDLE_MS: z._default(positive, 600_000),
  SANDRUN_MAX_SESSION_IDLE_MS: z._default(positive, 3_600_000),
  SANDRUN_MAX_SESSIONS: z._default(positive, 4),
  SANDRUN_AUDIT_FILE: z.optional(path),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.optional(
    z
      .string()
      .check(z.refine((text) => /^https?:/.test(text) && URL.canParse(text), 'must be an http:// or https:// address')),
  ),
  SANDRUN_METRICS: z._default(oneOf(['admins', 'open']), 'admins'),
  SANDRUN_DRAIN_MS: z._default(whole(0), 30_000),
  SANDRUN_LOG_LEVEL: z._default(oneOf(['silent', 'error', 'warn', 'info', 'debug', 'trace']), 'info'),
})

/**
 * Reads the environment once, and the file it names; the environment wins. The result never changes. Throws a ConfigError
 * that names the setting at fault, its value, and what it may be.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const data = readSettings(environment)
  const seed = `${hostname()}:${data.PORT}`
  return Object.freeze({
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
    cpuQuota: data.SANDRUN_CPU_QUOTA ?? null,
    maxSandboxes: data.SANDRUN_MAX_SANDBOXES ?? null,
    warm: data.SANDRUN_WARM,
    maxQueued: data.SANDRUN_MAX_QUEUED,
    caps: { ...DEFAULT_CAPS, ...readCaps(data.SANDRUN_CAPS) },
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
    maximum: { ...DEFAULT_MAXIMUM_LIMITS, ...readLimits(data.SANDRUN_MAX_LIMITS) },
    interactiveMaximumMs: data.SANDRUN_MAX_INTERACTIVE_MS,
    compileCacheDir: data.SANDRUN_COMPILE_CACHE_DIR ?? join(cacheFolder(data), 'compiled'),
    compileCacheBytes: data.SANDRUN_COMPILE_CACHE_MB * 2 ** 20,
    sessionIdleMs: data.SANDRUN_SESSION_IDLE_MS,
    maxSessionIdleMs: Math.max(data.SANDRUN_MAX_SESSION_IDLE_MS, data.SANDRUN_SESSION_IDLE_MS),
    maxSessions: data.SANDRUN_MAX_SESSIONS,
    otlpEndpoint: data.OTEL_EXPORTER_OTLP_ENDPOINT ?? null,
    auditFile: data.SANDRUN_AUDIT_FILE ?? null,
    metricsAccess: data.SANDRUN_METRICS,
    drainMs: data.SANDRUN_DRAIN_MS,
    logLevel: data.SANDRUN_LOG_LEVEL,
  })
}

/** Every name there is. */
export const SETTINGS: readonly string[] = Object.keys(EnvironmentSchema.shape)

function readSettings({ SANDRUN_CONFIG: file, ...environment }: NodeJS.ProcessEnv): z.infer<typeof EnvironmentSchema> {
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

/** Where everything of ours lives that can be made again; the bootstrap keeps its toolchains there. */
function cacheFolder({ SANDRUN_CACHE, XDG_CACHE_HOME }: z.infer<typeof EnvironmentSchema>): string {
  if (SANDRUN_CACHE !== '') return SANDRUN_CACHE
  return join(XDG_CACHE_HOME === '' ? join(homedir(), '.cache') : XDG_CACHE_HOME, 'sandrun')
}

function readOidc(data: z.infer<typeof EnvironmentSchema>): OidcSettings | null {
  const { SANDRUN_OIDC_ISSUER: address, SANDRUN_OIDC_AUDIENCE: audience } = data
  if (address === undefined) return null
  if (audience === undefined) {
    throw new ConfigError('SANDRUN_OIDC_AUDIENCE: is needed with SANDRUN_OIDC_ISSUER, or tokens for others would count')
  }
  return {
    issuer: address,
    audience,
    name: data.SANDRUN_OIDC_NAME_CLAIM,
    users: data.SANDRUN_OIDC_USERS ?? null,
    admins: data.SANDRUN_OIDC_ADMINS ?? null,
  }
}

function isNetwork(text: string): boolean {
  const [address = '', bits = '0', ...rest] = text.split('/')
  const version = isIP(address)
  return version !== 0 && rest.length === 0 && /^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128)
}

/** Keys that came in the clear could be anybody's; on this machine nobody is in between. */
function isSecure({ protocol, hostname: name }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(name))
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
