import type { PartialLimits } from '@sandrun/shared'
import type { Role } from '../model/principal.ts'
import type { PartialCaps } from '../model/caps.ts'

/** What an operator chooses for a token. Times in milliseconds since the epoch. */
export interface NewToken {
  name: string
  role: Role
  limits: PartialLimits
  caps: PartialCaps
  expiresAt: number | null
}

export interface TokenRecord extends NewToken {
  id: string
  /** SHA-256 of its secret. */
  hash: Uint8Array
  createdAt: number
  revokedAt: number | null
}

/** Keeps tokens. Every process sees another's changes at once. */
export interface TokenStore {
  /** Rejects with `invalid-request` when a valid token has that name. */
  add(token: NewToken & Pick<TokenRecord, 'id' | 'hash'>): Promise<void>

  find(id: string): Promise<TokenRecord | null>

  /** Oldest first, revoked ones too. */
  list(): Promise<TokenRecord[]>

  /** By id or name; returns the token, or null when there is none to revoke. */
  revoke(idOrName: string): Promise<TokenRecord | null>
}
