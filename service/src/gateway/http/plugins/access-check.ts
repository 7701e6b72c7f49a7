import type { IncomingMessage } from 'node:http'
import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { isHostAllowed, isOriginAllowed } from '../../../model/addresses.ts'
import type { Config } from '../../../settings/config.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether pages of every origin may read the route's answer: code that contains nobody's data. */
    anyOrigin?: boolean
  }
}

/** The settings for allowed hosts and origins. */
type AllowedAddresses = Pick<Config, 'host' | 'hosts' | 'origins'>

/** What a listed page may send (Fetch standard, section 3.3): the headers that docs/api.md and the adapters read. */
const PREFLIGHT = {
  'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE',
  'access-control-allow-headers':
    'authorization, content-type, idempotency-key, if-none-match, last-event-id, mcp-protocol-version, mcp-session-id, ' +
    'x-api-key, x-auth-token, x-request-id',
  'access-control-max-age': '600',
}

/** Answer headers that a listed page may read besides the usual ones. */
const EXPOSED = 'etag, location, mcp-session-id, retry-after, x-request-id'

/**
 * Refuses requests for other hosts, or from pages that are not allowed, before it reads any of them. Only pages of
 * the listed origins get an answer to a preflight; without one, only the service's own pages can POST.
 */
export function registerAccessCheck(app: FastifyInstance, allowed: AllowedAddresses): void {
  app.addHook('onRequest', async ({ raw, method, routeOptions }, reply) => {
    if (routeOptions.config.anyOrigin === true) {
      checkHost(raw, allowed)
      return undefined
    }
    checkAccess(raw, allowed)
    const { origin } = raw.headers
    if (origin === undefined) return undefined
    reply.headers({ 'access-control-allow-origin': origin, vary: 'origin' })
    if (!allowed.origins.includes(origin)) return undefined
    reply.header('access-control-expose-headers', EXPOSED)
    const isPreflight = method === 'OPTIONS' && raw.headers['access-control-request-method'] !== undefined
    return isPreflight ? reply.status(204).headers(PREFLIGHT).send() : undefined
  })
}

/** Lets pages of every origin load what a scope serves. Only for code that contains nobody's data. */
export function allowAnyOrigin(scope: FastifyInstance): void {
  scope.addHook('onRoute', (route) => {
    route.config = { ...route.config, anyOrigin: true }
  })
  scope.addHook('onSend', async (_request, reply: FastifyReply) => {
    reply.headers({ 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' })
  })
}

type Head = Pick<IncomingMessage, 'headers' | 'headersDistinct' | 'httpVersion'>

/** Throws the SandrunError of a request for another host, or from a page that is not allowed. */
export function checkAccess(request: Head, allowed: AllowedAddresses): void {
  checkHost(request, allowed)
  const { origin, host = '' } = request.headers
  if (origin !== undefined && !isOriginAllowed(origin, host, allowed.origins)) {
    throw new SandrunError('origin-refused', `Pages of ${origin} may not use this service.`)
  }
}

function checkHost({ headers, headersDistinct, httpVersion }: Head, { host, hosts }: AllowedAddresses): void {
  // With two headers, each server on the way might use another one (RFC 9112, section 3.2).
  const names = headersDistinct['host']?.length ?? 0
  if (names > 1 || (names === 0 && httpVersion !== '1.0')) {
    throw new SandrunError('invalid-request', 'A request must have exactly one Host header.')
  }
  const hostHeader = headers.host ?? ''
  if (!isHostAllowed(hostHeader, host, hosts)) {
    throw new SandrunError('host-refused', `This service does not accept the host name "${hostHeader}".`)
  }
}
