import rateLimit from '@fastify/rate-limit'
import underPressure from '@fastify/under-pressure'
import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { isLoopback, networkOf } from '../../../model/addresses.ts'

/** What is too much. */
const LIMITS = {
  /** How late the event loop may be, on average over a second, before requests are turned away. In milliseconds. */
  loopDelayMs: 5000,
  /** What everybody may ask for who shows no token, from one network: a school may be behind one address. */
  publicAMinute: 6000,
}

/** How long whoever is turned away is told to wait, in seconds. */
const RETRY_AFTER_SECONDS = 5

/** Of more networks than this the one that asked longest ago is forgotten, so that memory stays bounded. */
const MAX_NETWORKS = 10_000

/** Rates are of this service alone: a client has its own number in `retry-after` when it needs one. */
const NO_HEADERS = Object.fromEntries(
  ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'].map((name) => [name, false]),
)

/**
 * Turns requests away early: `overloaded` while the event loop is late, and `cap-reached` where one network asks too often
 * for what is public. Call it after authentication and before the routes. Probes set `config.pressureHandler`.
 */
export async function registerPressure(app: FastifyInstance, limits = LIMITS): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: limits.loopDelayMs,
    retryAfter: RETRY_AFTER_SECONDS,
    pressureHandler: (_request, _reply, _type, value) => {
      // Held so long that nothing was measured, it is told as infinitely late: of a second, a second at most is known.
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

/** Whether a request has been admitted by who asks, or comes from this machine. */
function isKnown({ principal, ip }: FastifyRequest): boolean {
  return principal !== null || isLoopback(ip)
}
