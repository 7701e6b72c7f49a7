import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'

/** Refuses requests with `shutting-down` while the service closes. Call it before any other check. */
export function registerClosing(app: FastifyInstance): void {
  let closes = false
  app.addHook('preClose', async () => {
    closes = true
  })
  app.addHook('onRequest', async () => {
    if (closes) throw new SandrunError('shutting-down', 'The service is shutting down.')
  })
}
