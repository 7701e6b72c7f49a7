import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'
import {
  whole,
  oneOf,
  port,
  positive,
  CPUS,
  path,
  list,
  onOff,
  addresses,
  claimRule,
  issuer,
  redisAddress,
} from './values.ts'

/** Every key of the environment and of the file, with what it may be. */
export const EnvironmentSchema = z.object({
  SANDRUN_ROLE: z._default(oneOf(['all', 'gateway', 'worker']), 'all'),
  SANDRUN_REDIS: z.optional(redisAddress),
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
  SANDRUN_LANGUAGES_DIR: z._default(z.string(), fileURLToPath(new URL('../../../languages', import.meta.url))),
  SANDRUN_INSTANCE: z.optional(
    z.string().check(z.regex(/^[\w.-]{1,64}$/, 'must be up to 64 letters, digits, and . _ -')),
  ),
  SANDRUN_RUNTIME: z.optional(z.string()),
  SANDRUN_CPU_QUOTA: z.optional(z.coerce.number(CPUS).check(z.positive(CPUS))),
  SANDRUN_MAX_SANDBOXES: z.optional(positive),
  SANDRUN_MAX_COMPILERS: z.optional(positive),
  SANDRUN_WARM: z._default(oneOf(['starters', 'used', 'none']), 'starters'),
  SANDRUN_STARTERS: z.optional(list),
  SANDRUN_BUILD: z._default(oneOf(['none', 'starters']), 'none'),
  SANDRUN_PREPARED_MB: z.optional(whole(0)),
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
  SANDRUN_MAX_BODIES_MB: z._default(positive, 256),
  SANDRUN_MAX_LIMITS: z._default(z.string(), ''),
  // The agent's clock counts it in 32 bits.
  SANDRUN_MAX_INTERACTIVE_MS: z._default(
    whole(1, 2 ** 31 - 1, 'must be a whole number from 1 to 2147483647'),
    4 * 3_600_000,
  ),
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
  SANDRUN_COMPAT: z._default(oneOf(['none', 'judge0']), 'none'),
  SANDRUN_METRICS: z._default(oneOf(['admins', 'open']), 'admins'),
  SANDRUN_DRAIN_MS: z._default(whole(0), 30_000),
  SANDRUN_LOG_LEVEL: z._default(oneOf(['silent', 'error', 'warn', 'info', 'debug', 'trace']), 'info'),
})

export type Environment = z.infer<typeof EnvironmentSchema>
