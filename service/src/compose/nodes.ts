import { pino } from 'pino'
import { connectRedis } from '../drivers/redis/connection.ts'
import { answeredSoon } from '../drivers/redis/reach.ts'
import { RedisNodes } from '../drivers/redis/redis-nodes.ts'
import type { NodeInfo } from '../ports/node-registry.ts'

/** The nodes of the cluster at this address. Rejects with `cluster-unavailable`. */
export async function listNodes(url: string): Promise<NodeInfo[]> {
  const redis = connectRedis(url, pino({ level: 'silent' }))
  try {
    return await answeredSoon(() => new RedisNodes(redis).list())
  } finally {
    redis.disconnect()
  }
}
