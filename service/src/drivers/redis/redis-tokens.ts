import { LimitsSchema, SandrunError } from '@sandrun/shared'
import type { Redis } from 'ioredis'
import * as z from 'zod/mini'
import { CapsSchema } from '../../model/caps.ts'
import { ROLES } from '../../model/principal.ts'
import type { NewToken, TokenRecord, TokenStore } from '../../ports/token-store.ts'
import type { Reach } from '../../ports/reach.ts'
import { Script, textOf } from './script.ts'

/** id, name, record. `sr:token-names` holds the tokens that have not been revoked. */
const ADD = new Script(`
local id, name, record = unpack(ARGV)
redis.call('HSETNX', 'sr:token-names', name, id)
if redis.call('HGET', 'sr:token-names', name) ~= id then return 0 end
redis.call('HSETNX', 'sr:tokens', id, record)
return 1
`)

/** id or name, time. Returns the id of the revoked token. */
const REVOKE = new Script(`
local id = redis.call('HGET', 'sr:token-names', ARGV[1]) or ARGV[1]
local record = redis.call('HGET', 'sr:tokens', id)
if not record or redis.call('HEXISTS', 'sr:tokens-revoked', id) == 1 then return nil end
redis.call('HDEL', 'sr:token-names', cjson.decode(record).name)
redis.call('HSET', 'sr:tokens-revoked', id, ARGV[2])
return id
`)

const RecordSchema = z.object({
  id: z.string(),
  hash: z.string(),
  name: z.string(),
  role: z.enum(ROLES),
  limits: LimitsSchema,
  caps: CapsSchema,
  createdAt: z.int(),
  expiresAt: z.nullable(z.int()),
})

export interface RedisTokensOptions {
  redis: Redis
  reach: Reach
  now: () => number
}

/** The tokens of all gateways. */
export class RedisTokens implements TokenStore {
  readonly #options: RedisTokensOptions

  constructor(options: RedisTokensOptions) {
    this.#options = options
  }

  async add({ hash, ...token }: NewToken & Pick<TokenRecord, 'id' | 'hash'>): Promise<void> {
    const { redis, reach, now } = this.#options
    const record = { ...token, hash: Buffer.from(hash).toString('hex'), createdAt: now() }
    const isAdded = await reach(() => ADD.run(redis, token.id, token.name, JSON.stringify(record)))
    if (isAdded === 1) return
    throw new SandrunError('invalid-request', `A token "${token.name}" already exists.`, {
      hint: 'Choose another name or revoke that token first.',
    })
  }

  async find(id: string): Promise<TokenRecord | null> {
    const { redis, reach } = this.#options
    const [record, revokedAt] = await reach(() =>
      Promise.all([redis.hget('sr:tokens', id), redis.hget('sr:tokens-revoked', id)]),
    )
    return record === null ? null : read(record, revokedAt)
  }

  async list(): Promise<TokenRecord[]> {
    const { redis, reach } = this.#options
    const [records, revoked] = await reach(() =>
      Promise.all([redis.hgetall('sr:tokens'), redis.hgetall('sr:tokens-revoked')]),
    )
    return Object.entries(records)
      .map(([id, record]) => read(record, revoked[id] ?? null))
      .toSorted((a, b) => a.createdAt - b.createdAt || a.id.localeCompare(b.id))
  }

  async revoke(idOrName: string): Promise<TokenRecord | null> {
    const { redis, reach, now } = this.#options
    const id = z.nullable(textOf).parse(await reach(() => REVOKE.run(redis, idOrName, now())))
    return id === null ? null : this.find(id)
  }
}

function read(record: string, revokedAt: string | null): TokenRecord {
  const { hash, ...token } = RecordSchema.parse(JSON.parse(record))
  return {
    ...token,
    hash: Uint8Array.from(Buffer.from(hash, 'hex')),
    revokedAt: revokedAt === null ? null : Number(revokedAt),
  }
}
