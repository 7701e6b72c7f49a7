import { createHash } from 'node:crypto'
import { homedir, hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DEFAULT_MAXIMUM_LIMITS, LIMIT_NAMES, type Limits } from '@sandrun/shared'
import * as z from 'zod/mini'

export type WarmPolicy = 'starters' | 'used' | 'none'

/** What the environment may say; docs/operations.md lists every key. */
export interface Config {
  host: string
  port: number
  /** Hosts and origins allowed beyond loopback, the address itself and VS Code's own. */
  hosts: readonly string[]
  origins: readonly string[]
  /** The one token clients may show, or null. */
  token: string | null
  languagesDir: string
  /** The installation, the same across restarts: what an earlier process left behind carries its name. */
  instance: string
  runtime: string | null
  cpuQuota: number | null
  /** Sandboxes at once, running and warm together. */
  maxSandboxes: number
  /** For which languages a sandbox waits: from the start, those in use, or none. */
  warm: WarmPolicy
  maxQueued: number
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
  logLevel: string
}

const port = z.coerce.number().check(z.int(), z.gte(0), z.lte(65_535))
const positive = z.coerce.number().check(z.int(), z.gte(1))
const list = z.pipe(
  z.string(),
  z.transform((text) => text.split(',').flatMap((item) => item.trim() || [])),
)

const EnvironmentSchema = z.object({
  HOST: z._default(z.string(), '127.0.0.1'),
  PORT: z._default(port, 8080),
  SANDRUN_HOSTS: z._default(list, []),
  SANDRUN_ORIGINS: z._default(list, []),
  SANDRUN_TOKEN: z.optional(z.string().check(z.minLength(16, 'must be at least 16 characters long'))),
  SANDRUN_LANGUAGES_DIR: z._default(z.string(), fileURLToPath(new URL('../../languages', import.meta.url))),
  SANDRUN_INSTANCE: z.optional(z.string().check(z.regex(/^[\w.-]{1,64}$/))),
  SANDRUN_RUNTIME: z.optional(z.string()),
  SANDRUN_CPU_QUOTA: z.optional(z.coerce.number().check(z.positive())),
  SANDRUN_MAX_SANDBOXES: z._default(positive, 64),
  SANDRUN_WARM: z._default(z.enum(['starters', 'used', 'none']), 'starters'),
  SANDRUN_MAX_QUEUED: z._default(positive, 200),
  SANDRUN_MAX_REQUEST_MB: z._default(positive, 16),
  SANDRUN_MAX_LIMITS: z._default(z.string(), ''),
  SANDRUN_MAX_INTERACTIVE_MS: z._default(positive, 4 * 3_600_000),
  SANDRUN_COMPILE_CACHE_DIR: z.optional(z.string()),
  SANDRUN_COMPILE_CACHE_MB: z._default(z.coerce.number().check(z.int(), z.gte(0)), 512),
  SANDRUN_CACHE: z._default(z.string(), ''),
  XDG_CACHE_HOME: z._default(z.string(), ''),
  SANDRUN_SESSION_IDLE_MS: z._default(positive, 600_000),
  SANDRUN_MAX_SESSION_IDLE_MS: z._default(positive, 3_600_000),
  SANDRUN_MAX_SESSIONS: z._default(positive, 4),
  SANDRUN_LOG_LEVEL: z._default(z.enum(['silent', 'error', 'warn', 'info', 'debug', 'trace']), 'info'),
})

/** A setting that can't be used; the message names it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

/** Reads the environment once; the result never changes. Throws a ConfigError that names the setting at fault. */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const result = EnvironmentSchema.safeParse(environment)
  if (!result.success) {
    const [issue] = result.error.issues
    throw new ConfigError(`${String(issue?.path[0])}: ${issue?.message}`)
  }
  const { data } = result
  const seed = `${hostname()}:${data.PORT}`
  return Object.freeze({
    host: data.HOST,
    port: data.PORT,
    hosts: data.SANDRUN_HOSTS,
    origins: data.SANDRUN_ORIGINS,
    token: data.SANDRUN_TOKEN ?? null,
    languagesDir: data.SANDRUN_LANGUAGES_DIR,
    instance: data.SANDRUN_INSTANCE ?? createHash('sha256').update(seed).digest('hex').slice(0, 12),
    runtime: data.SANDRUN_RUNTIME ?? null,
    cpuQuota: data.SANDRUN_CPU_QUOTA ?? null,
    maxSandboxes: data.SANDRUN_MAX_SANDBOXES,
    warm: data.SANDRUN_WARM,
    maxQueued: data.SANDRUN_MAX_QUEUED,
    maxRequestBytes: data.SANDRUN_MAX_REQUEST_MB * 2 ** 20,
    maximum: { ...DEFAULT_MAXIMUM_LIMITS, ...readLimits(data.SANDRUN_MAX_LIMITS) },
    interactiveMaximumMs: data.SANDRUN_MAX_INTERACTIVE_MS,
    compileCacheDir: data.SANDRUN_COMPILE_CACHE_DIR ?? join(cacheFolder(data), 'compiled'),
    compileCacheBytes: data.SANDRUN_COMPILE_CACHE_MB * 2 ** 20,
    sessionIdleMs: data.SANDRUN_SESSION_IDLE_MS,
    maxSessionIdleMs: Math.max(data.SANDRUN_MAX_SESSION_IDLE_MS, data.SANDRUN_SESSION_IDLE_MS),
    maxSessions: data.SANDRUN_MAX_SESSIONS,
    logLevel: data.SANDRUN_LOG_LEVEL,
  })
}

/** Where everything of ours lives that can be made again; the bootstrap keeps its toolchains there. */
function cacheFolder({ SANDRUN_CACHE, XDG_CACHE_HOME }: z.infer<typeof EnvironmentSchema>): string {
  if (SANDRUN_CACHE !== '') return SANDRUN_CACHE
  return join(XDG_CACHE_HOME === '' ? join(homedir(), '.cache') : XDG_CACHE_HOME, 'sandrun')
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
