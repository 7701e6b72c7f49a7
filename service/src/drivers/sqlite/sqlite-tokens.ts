import type { DatabaseSync } from 'node:sqlite'
import { LimitsSchema, SandrunError } from '@sandrun/shared'
import * as z from 'zod/mini'
import { ROLES } from '../../model/principal.ts'
import { CapsSchema } from '../../model/caps.ts'
import type { NewToken, TokenRecord, TokenStore } from '../../ports/token-store.ts'

const AllowanceSchema = z.object({ limits: LimitsSchema, caps: CapsSchema })

const RowSchema = z.object({
  id: z.string(),
  hash: z.instanceof(Uint8Array),
  name: z.string(),
  role: z.enum(ROLES),
  allowance: z.string(),
  created_at: z.int(),
  expires_at: z.nullable(z.int()),
  revoked_at: z.nullable(z.int()),
})

/** Tokens in the service's database. */
export class SqliteTokens implements TokenStore {
  readonly #database: DatabaseSync
  readonly #now: () => number

  constructor(database: DatabaseSync, now: () => number = Date.now) {
    this.#database = database
    this.#now = now
  }

  async add({
    id,
    hash,
    name,
    role,
    limits,
    caps,
    expiresAt,
  }: NewToken & Pick<TokenRecord, 'id' | 'hash'>): Promise<void> {
    const insert = this.#database.prepare(
      `INSERT INTO tokens (id, hash, name, role, allowance, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    )
    const { changes } = insert.run(id, hash, name, role, JSON.stringify({ limits, caps }), this.#now(), expiresAt)
    if (changes === 1) return
    throw new SandrunError('invalid-request', `A token "${name}" already exists.`, {
      hint: 'Choose another name or revoke that token first.',
    })
  }

  async find(id: string): Promise<TokenRecord | null> {
    const row = this.#database.prepare('SELECT * FROM tokens WHERE id = ?').get(id)
    return row === undefined ? null : readRow(row)
  }

  async list(): Promise<TokenRecord[]> {
    return this.#database.prepare('SELECT * FROM tokens ORDER BY created_at, id').all().map(readRow)
  }

  async revoke(idOrName: string): Promise<TokenRecord | null> {
    const row = this.#database
      .prepare('UPDATE tokens SET revoked_at = ?1 WHERE revoked_at IS NULL AND (id = ?2 OR name = ?2) RETURNING *')
      .get(this.#now(), idOrName)
    return row === undefined ? null : readRow(row)
  }
}

function readRow(row: unknown): TokenRecord {
  const { allowance, created_at, expires_at, revoked_at, ...token } = RowSchema.parse(row)
  const { limits, caps } = AllowanceSchema.parse(JSON.parse(allowance))
  return { ...token, limits, caps, createdAt: created_at, expiresAt: expires_at, revokedAt: revoked_at }
}
