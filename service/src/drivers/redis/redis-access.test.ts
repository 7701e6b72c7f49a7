import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { ratesContract } from '../../../test/contracts/rates.ts'
import { tokenStoreContract } from '../../../test/contracts/token-store.ts'
import { usageStoreContract } from '../../../test/contracts/usage-store.ts'
import { type RedisServer, startRedis } from '../../../test/support/redis-server.ts'
import { answeredSoon, reachOf } from './reach.ts'
import { RedisRates } from './redis-rates.ts'
import { RedisTokens } from './redis-tokens.ts'
import { RedisUsage } from './redis-usage.ts'

let server: RedisServer

beforeAll(async () => {
  server = await startRedis()
})
afterAll(() => server[Symbol.asyncDispose]())
afterEach(() => server.client.flushall())

const termsAt = (now: () => number) => ({ redis: server.client, reach: answeredSoon, now })

tokenStoreContract('Redis', (clock) => [new RedisTokens(termsAt(clock)), new RedisTokens(termsAt(clock))])
usageStoreContract('Redis', () => new RedisUsage(server.client, answeredSoon))
ratesContract('Redis', (clock) => new RedisRates(termsAt(clock)))

it('keeps neither counts nor usage for good', async () => {
  const rates = new RedisRates(termsAt(Date.now))
  await rates.take('ada', 2, 60_000)
  await rates.fail('there', 60_000)
  await new RedisUsage(server.client, answeredSoon).add('ada', 20_000, 5)
  const keys = await server.client.keys('*')
  expect(keys).toHaveLength(3)
  for (const key of keys) expect(await server.client.ttl(key)).toBeGreaterThan(0)
})

it('asks nothing of a Redis that its node can’t reach', async () => {
  const rates = new RedisRates({ ...termsAt(Date.now), reach: reachOf({ connected: false }) })
  const refusal = { code: 'cluster-unavailable', retryAfter: 5 }
  await expect(rates.take('ada', 2, 60_000)).rejects.toMatchObject(refusal)
  await expect(rates.failures('there')).rejects.toMatchObject(refusal)
})
