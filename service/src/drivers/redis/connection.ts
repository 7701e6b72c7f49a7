import { Redis } from 'ioredis'
import type { FastifyBaseLogger } from 'fastify'

/** Time between two attempts to connect. */
const RETRY_MS = 250

/**
 * A connection that reconnects on its own. Commands sent meanwhile wait, in order; commands sent just before the loss
 * are sent again, so all commands must be safe to repeat.
 */
export function connectRedis(url: string, log: FastifyBaseLogger): Redis {
  const redis = new Redis(url, {
    retryStrategy: () => RETRY_MS,
    maxRetriesPerRequest: null,
    maxLoadingRetryTime: RETRY_MS,
    // RESP2, which all Redis servers speak.
    protocol: 2,
    keepAlive: 5000,
  })
  redis.on('error', (error) => log.warn({ err: error }, "can't reach Redis; trying again"))
  return redis
}
