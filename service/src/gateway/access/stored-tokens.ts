import { randomBytes } from 'node:crypto'
import { SandrunError } from '@sandrun/shared'
import type { NewToken, TokenRecord, TokenStore } from '../../ports/token-store.ts'
import type { Identity } from '../../model/principal.ts'
import { hashSecret, isSameSecret } from './secret.ts'
import type { TokenVerifier } from './verifier.ts'

/** `sdr_<id>_<secret>`: scanners find leaked ones by the prefix, the id identifies it, the secret is 256 bits. */
const TOKEN = /^sdr_([0-9a-f]{16})_([\w-]{43})$/

/** Tokens made by `sandrun token create`. Every check asks the store, so a revoked one ends at once. */
export class StoredTokens implements TokenVerifier {
  readonly #store: TokenStore
  readonly #now: () => number

  constructor(store: TokenStore, now: () => number = Date.now) {
    this.#store = store
    this.#now = now
  }

  async verify(token: string): Promise<Identity | null> {
    const [, id, secret] = TOKEN.exec(token) ?? []
    if (id === undefined || secret === undefined) return null
    const record = await this.#store.find(id)
    if (record === null || !isSameSecret(secret, record.hash)) return null
    const state = tokenState(record, this.#now())
    if (state !== 'valid') throw new SandrunError('unauthorized', `The token "${record.name}" ${SAID[state]}.`)
    const { name, role, limits, caps } = record
    return { id: `token:${id}`, name, role, limits, caps }
  }
}

const SAID = { revoked: 'was revoked', expired: 'has expired' }

export function tokenState({ revokedAt, expiresAt }: TokenRecord, now: number): 'valid' | 'revoked' | 'expired' {
  if (revokedAt !== null) return 'revoked'
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'valid'
}

/** Makes a token and stores only its hash; the returned text is shown once and can't be recovered. */
export async function createToken(store: TokenStore, fresh: NewToken): Promise<string> {
  const id = randomBytes(8).toString('hex')
  const secret = randomBytes(32).toString('base64url')
  await store.add({ ...fresh, id, hash: hashSecret(secret) })
  return `sdr_${id}_${secret}`
}
