import { pino } from 'pino'
import { connectRedis } from '../drivers/redis/connection.ts'
import { answeredSoon } from '../drivers/redis/reach.ts'
import { RedisTokens } from '../drivers/redis/redis-tokens.ts'
import type { TokenStore } from '../ports/token-store.ts'
import type { Config } from '../settings/config.ts'
import { openStores } from './stores.ts'

interface OpenTokens extends Disposable {
  tokens: TokenStore
}

/** The tokens of a cluster, or in a service's state folder. The service may be stopped, and needs no restart. */
export function openTokenStore({ redis: url, stateDir }: Config): OpenTokens {
  if (url === null) return openStores(stateDir)
  const redis = connectRedis(url, pino({ level: 'silent' }))
  const tokens = new RedisTokens({ redis, reach: answeredSoon, now: Date.now })
  return { tokens, [Symbol.dispose]: () => redis.disconnect() }
}
