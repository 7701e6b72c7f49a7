import type { Limits } from '@sandrun/shared'
import type { PartialCaps } from '../model/caps.ts'
import type { Retention } from '../model/retention.ts'

type Role = 'all' | 'gateway' | 'worker'

export type WarmPolicy = 'starters' | 'used' | 'none'

/** The settings from the environment and a file; docs/operations.md lists every key. */
export interface Config {
  /** The parts of a service in this process: gateway, worker, or both. */
  role: Role
  /** The cluster's Redis, `redis://` or `rediss://`; null: this machine is the service. */
  redis: string | null
  host: string
  port: number
  /** Hosts and origins allowed beyond loopback, the address itself and VS Code's own. */
  hosts: readonly string[]
  origins: readonly string[]
  /** The one token that clients may show, or null. */
  token: string | null
  /** Whether people on this machine need no token. */
  anonymous: boolean
  oidc: OidcSettings | null
  /** Proxies that may name a client's address: IPs, or networks such as `10.0.0.0/8`. */
  trustedProxies: readonly string[]
  /** The folder of the database: tokens and everything else that outlives the process. */
  stateDir: string
  languagesDir: string
  /** The installation's name, the same across restarts, which marks what an earlier process left behind. */
  instance: string
  runtime: string | null
  /** The cgroup that holds all sandboxes: a systemd slice, or a path; null: the engine's. */
  cgroupParent: string | null
  cpuQuota: number | null
  /** The most sandboxes at once, running and warm; null: by the machine's CPUs. */
  maxSandboxes: number | null
  /** The most compilers at once; null: one for each processor. */
  maxCompilers: number | null
  /** Languages with warm sandboxes: the starters, those in use, or none. */
  warm: WarmPolicy
  /** The starters by name, or only `none` for no language; null: those whose packs say so. */
  starters: readonly string[] | null
  /** Where to pull images from before building: a registry and its names' prefix; null: nowhere. */
  images: string | null
  /** What to build while the service runs. */
  build: 'none' | 'starters'
  /** The most memory for all prepared runtimes together, in MiB; null: a tenth of the memory for sandboxes. */
  preparedMb: number | null
  maxQueued: number
  /** The caps of a principal that differ from `resolveCaps`, unless its token has others. */
  caps: PartialCaps
  /** The most waiting jobs, and how many ended jobs to keep, for how long. */
  maxJobs: number
  jobRetention: Retention
  /** Private networks that webhooks may reach, and the first wait after a failed webhook. */
  webhookNetworks: readonly string[]
  webhookRetryMs: number
  maxRequestBytes: number
  /** The most bytes of all bodies that clients send at once. */
  maxBodiesBytes: number
  /** The most a run may ask for. */
  maximum: Limits
  /** The most time for an interactive run, however often its user answers. */
  interactiveMaximumMs: number
  /** The folder of the compile cache, and its size; 0 turns it off. */
  compileCacheDir: string
  compileCacheBytes: number
  /** How long a session lives without a run, by default and at most. */
  sessionIdleMs: number
  maxSessionIdleMs: number
  /** Of one principal, at once. */
  maxSessions: number
  /** Gets one line for each run; null for none. */
  auditFile: string | null
  /** Address of the OpenTelemetry collector for runs; null for none. */
  otlpEndpoint: string | null
  /** The system whose API is also served at the root. */
  compat: 'none' | 'judge0'
  metricsAccess: 'admins' | 'open'
  /** How long current runs may take to end after SIGTERM. */
  drainMs: number
  logLevel: string
}

/** The users with a token of an OpenID Connect provider. */
export interface OidcSettings {
  issuer: string
  audience: string
  /** The claim with a person's name. */
  name: string
  /** The claims of users and of admins; null: everyone, and nobody. */
  users: ClaimRule | null
  admins: ClaimRule | null
}

export interface ClaimRule {
  claim: string
  value: string
}
