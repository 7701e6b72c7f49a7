import type { IncomingMessage } from 'node:http'
import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import { isHostAllowed, isOriginAllowed } from '../../../model/addresses.ts'
import type { Config } from '../../../settings/config.ts'

/** What of the settings says who may ask, from where. */
type Walls = Pick<Config, 'host' | 'hosts' | 'origins'>

/** Refuses requests for another host, and those of a page that may not use us, before anything is read of them. */
export function registerAccessCheck(app: FastifyInstance, walls: Walls): void {
  app.addHook('onRequest', async ({ raw }, reply) => {
    checkAccess(raw, walls)
    const { origin } = raw.headers
    // A page that may use us may read what we answer; a preflight is answered by nobody, so a POST stays our own.
    if (origin !== undefined) reply.headers({ 'access-control-allow-origin': origin, vary: 'origin' })
  })
}

/** Throws the SandrunError of a request that is for another host, or of a page that may not use us. */
export function checkAccess(
  { headers, headersDistinct, httpVersion }: Pick<IncomingMessage, 'headers' | 'headersDistinct' | 'httpVersion'>,
  { host, hosts, origins }: Walls,
): void {
  // Which of two counts, everybody on the way would say differently (RFC 9112, section 3.2).
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
