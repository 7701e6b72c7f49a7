import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isLoopback, networkOf } from '../../../model/addresses.ts'

/** Limits of the load. */
const LIMITS = {
  /** The largest delay of the event loop, averaged over a second, in milliseconds. */
  loopDelayMs: 5000,
  /** Requests without a token from one network: a whole school may share one address. */
  publicAMinute: 6000,
}

/** How long refused clients must wait, in seconds. */
const RETRY_AFTER_SECONDS = 5

/** With more networks than this, the least recent one is forgotten, so that memory stays bounded. */
const MAX_NETWORKS = 10_000

/** No rate headers: a client gets its own number in `retry-after` when it needs one. */
const NO_HEADERS = Object.fromEntries(
  ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'].map((name) => [name, false]),
)

/**
 * Refuses requests early: with `overloaded` while the event loop is late, and with `cap-reached` when one network asks
 * too often without a token. Call it after authentication and before the routes. Probes set `config.pressureHandler`.
 */
export async function registerPressure(app: FastifyInstance, limits = LIMITS): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: limits.loopDelayMs,
    retryAfter: RETRY_AFTER_SECONDS,
    pressureHandler: (_request, _reply, _type, value) => {
      // After a long block without a measurement, the delay is reported as infinite, though it may be only a second.
      if (value === Infinity) return
      throw new SandrunError('overloaded', 'The service is too busy to accept requests.', {
        retryAfter: RETRY_AFTER_SECONDS,
      })
    },
  })
  await app.register(rateLimit, {
    max: limits.publicAMinute,
    timeWindow: 60_000,
    cache: MAX_NETWORKS,
    keyGenerator: ({ ip }) => networkOf(ip),
    allowList: isKnown,
    addHeaders: NO_HEADERS,
    addHeadersOnExceeding: NO_HEADERS,
    errorResponseBuilder: (_request, { ttl }) =>
      new SandrunError('cap-reached', `Your network sent ${limits.publicAMinute} requests within a minute.`, {
        retryAfter: Math.max(1, Math.ceil(ttl / 1000)),
      }),
  })
}

/** Whether a request has a principal, or comes from this machine. */
function isKnown({ principal, ip }: FastifyRequest): boolean {
  return principal !== null || isLoopback(ip)
}
