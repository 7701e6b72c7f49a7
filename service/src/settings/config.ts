import type { Limits } from '@sandrun/shared'
import type { PartialCaps } from '../model/caps.ts'
import type { Retention } from '../model/retention.ts'

type Role = 'all' | 'gateway' | 'worker'

export type WarmPolicy = 'starters' | 'used' | 'none'

/** What the environment and a file may say; docs/operations.md lists every key. */
export interface Config {
  /** What this process does of a service: take runs, carry them out, or both. */
  role: Role
  /** Where the cluster meets, `redis://` or `rediss://`; null: this machine is the service. */
  redis: string | null
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
  /** Compilers at work at once; null: one for each processor. */
  maxCompilers: number | null
  /** For which languages a sandbox waits: from the start, those in use, or none. */
  warm: WarmPolicy
  /** The starters by their names, `none` alone for no language; null: those of which their packs say so. */
  starters: readonly string[] | null
  /** Where images are pulled from before they are built: a registry, and what the names there begin with; null: nowhere. */
  images: string | null
  /** What is built while the service serves. */
  build: 'none' | 'starters'
  /** What runtimes that wait for a program may take together, in MiB; null: a tenth of the memory for sandboxes. */
  preparedMb: number | null
  maxQueued: number
  /** How much of the service a principal may take up, where that differs from `resolveCaps`, and a token does not say. */
  caps: PartialCaps
  /** Jobs that may wait, and how many of those that ended are kept, for how long. */
  maxJobs: number
  jobRetention: Retention
  /** Networks webhooks may lead into though they are not public, and the first wait after one that failed. */
  webhookNetworks: readonly string[]
  webhookRetryMs: number
  maxRequestBytes: number
  /** What is being sent to the service at once, all of it together. */
  maxBodiesBytes: number
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
  /** The system whose API is served at the root too. */
  compat: 'none' | 'judge0'
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

export interface ClaimRule {
  claim: string
  value: string
}
