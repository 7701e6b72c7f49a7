import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'

/** A valid id from a caller: it goes into logs and headers unchanged. */
const GIVEN = /^[\w.:/+=-]{1,128}$/

/** The caller's own `x-request-id`, or a new one. */
export function requestIdOf({ headers }: Pick<IncomingMessage, 'headers'>): string {
  const given = headers['x-request-id']?.toString() ?? ''
  return GIVEN.test(given) ? given : randomUUID()
}

/** Every answer names the id of its request in the log. */
export function registerRequestId(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ id }, reply) => {
    reply.header('x-request-id', id)
  })
}
