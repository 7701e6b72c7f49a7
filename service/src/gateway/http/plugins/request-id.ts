import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** What a caller may call its request: it goes into logs and headers as it is. */
const GIVEN = /^[\w.:/+=-]{1,128}$/

/** The caller's own `x-request-id`, or a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id']?.toString() ?? ''
  return GIVEN.test(given) ? given : randomUUID()
}

/** Every answer says under which id the log has its request. */
export function registerRequestId(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ id }, reply) => {
    reply.header('x-request-id', id)
  })
}
