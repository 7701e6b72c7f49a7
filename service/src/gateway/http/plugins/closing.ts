import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import type { Drain } from '../../../health/drain.ts'

/**
 * Refuses requests with `shutting-down` while the service closes. Each answer of a service that drains closes its
 * connection, so that no client has one left that breaks under its next request. Call it before any other check.
 */
export function registerClosing(app: FastifyInstance, drain: Drain): void {
  let closes = false
  app.addHook('preClose', async () => {
    closes = true
  })
  app.addHook('onRequest', async () => {
    if (closes) throw new SandrunError('shutting-down', 'The service is shutting down.')
  })
  app.addHook('onSend', async (_request, reply) => {
    if (drain.begun) void reply.header('connection', 'close')
  })
}
