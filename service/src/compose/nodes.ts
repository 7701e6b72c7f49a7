import { setTimeout as delay } from 'node:timers/promises'
import { pino } from 'pino'
import { connectRedis } from '../drivers/redis/connection.ts'
import { outOfReach } from '../drivers/redis/redis-membership.ts'
import { RedisNodes } from '../drivers/redis/redis-nodes.ts'
import type { NodeInfo } from '../ports/node-registry.ts'

/** A reachable Redis answers well within this. */
const ANSWER_MS = 5000

/** The nodes of the cluster at this address. Rejects with `cluster-unavailable`. */
export async function listNodes(url: string): Promise<NodeInfo[]> {
  const redis = connectRedis(url, pino({ level: 'silent' }))
  const answered = new AbortController()
  const late = delay(ANSWER_MS, null, { signal: answered.signal })
  try {
    const nodes = await Promise.race([new RedisNodes(redis).list(), late.catch(() => null)])
    if (nodes === null) throw outOfReach()
    return nodes
  } finally {
    answered.abort()
    redis.disconnect()
  }
}
