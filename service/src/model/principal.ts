import type { PartialLimits } from '@sandrun/shared'
import type { PartialCaps } from './caps.ts'

/** An admin may also look at the service itself. */
export const ROLES = ['user', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** Who somebody is. */
export interface Identity {
  /** Unique among all ways to be known: `anonymous`, `token`, `token:3f9a…`, `oidc:<subject>`. */
  id: string
  /** For people: the welcome, the log. */
  name: string
  role: Role
  /** The most its runs may ask for, where that differs from the service's maximum. */
  limits: PartialLimits
  /** How much of the service it may take up, where that differs. */
  caps: PartialCaps
}

/** Who asks, and from where. Two principals are the same when their ids are. */
export interface Principal extends Identity {
  /** An IP address. */
  address: string
}

/** Whoever is on this machine, where that is enough. */
export const ANONYMOUS: Identity = { id: 'anonymous', name: 'anonymous', role: 'user', limits: {}, caps: {} }
