import type { IncomingMessage } from 'node:http'
import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import { isHostAllowed, isOriginAllowed } from '../../../model/addresses.ts'
import type { Config } from '../../../settings/config.ts'

/** The settings for allowed hosts and origins. */
type Walls = Pick<Config, 'host' | 'hosts' | 'origins'>

/** Refuses requests for other hosts, or from pages that are not allowed, before it reads anything of them. */
export function registerAccessCheck(app: FastifyInstance, walls: Walls): void {
  app.addHook('onRequest', async ({ raw }, reply) => {
    checkAccess(raw, walls)
    const { origin } = raw.headers
    // An allowed page may read answers; nothing answers a preflight, so only the service's own pages can POST.
    if (origin !== undefined) reply.headers({ 'access-control-allow-origin': origin, vary: 'origin' })
  })
}

/** Throws the SandrunError of a request for another host, or from a page that is not allowed. */
export function checkAccess(
  { headers, headersDistinct, httpVersion }: Pick<IncomingMessage, 'headers' | 'headersDistinct' | 'httpVersion'>,
  { host, hosts, origins }: Walls,
): void {
  // With two headers, each server on the way might use another one (RFC 9112, section 3.2).
  const names = headersDistinct['host']?.length ?? 0
  if (names > 1 || (names === 0 && httpVersion !== '1.0')) {
    throw new SandrunError('invalid-request', 'A request must have exactly one Host header.')
  }
  const hostHeader = headers.host ?? ''
  if (!isHostAllowed(hostHeader, host, hosts)) {
    throw new SandrunError('host-refused', `This service does not accept the host name "${hostHeader}".`)
  }
  const { origin } = headers
  if (origin !== undefined && !isOriginAllowed(origin, hostHeader, origins)) {
    throw new SandrunError('origin-refused', `Pages of ${origin} may not use this service.`)
  }
}
