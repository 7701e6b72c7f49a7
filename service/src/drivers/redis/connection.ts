import { Redis } from 'ioredis'
import type { FastifyBaseLogger } from 'fastify'

/** Between two attempts to connect. */
const RETRY_MS = 250

/**
 * A connection that comes back by itself. What was asked meanwhile waits for it, in order; what was asked just before it was
 * lost is asked again, so all that is asked must bear to be done twice.
 */
export function connectRedis(url: string, log: FastifyBaseLogger): Redis {
  const redis = new Redis(url, {
    retryStrategy: () => RETRY_MS,
    maxRetriesPerRequest: null,
    maxLoadingRetryTime: RETRY_MS,
    // Replies as Redis has always made them, the servers of which are many.
    protocol: 2,
    keepAlive: 5000,
  })
  redis.on('error', (error) => log.warn({ err: error }, "can't reach Redis; trying again"))
  return redis
}
