import type { PartialLimits } from '@sandrun/shared'
import type { PartialCaps } from './caps.ts'

/** An admin may also see the service's own state and have it build languages. */
export const ROLES = ['user', 'admin'] as const
export type Role = (typeof ROLES)[number]

/** A person or program. */
export interface Identity {
  /** Unique among all kinds of identity: `anonymous`, `token`, `token:3f9a…`, `oidc:<subject>`. */
  id: string
  /** For people: the welcome, the log. */
  name: string
  role: Role
  /** The limits of its runs that differ from the service's maximum. */
  limits: PartialLimits
  /** The caps that differ from the service's. */
  caps: PartialCaps
}

/** Who makes a request, and from where. Principals with the same id are the same. */
export interface Principal extends Identity {
  /** An IP address. */
  address: string
}

/** Anyone on this machine, if no token is needed. */
export const ANONYMOUS: Identity = { id: 'anonymous', name: 'anonymous', role: 'user', limits: {}, caps: {} }

/** Admins, and everybody on this machine if it needs no token. */
export function mayOperate({ id, role }: Pick<Identity, 'id' | 'role'>): boolean {
  return role === 'admin' || id === ANONYMOUS.id
}
