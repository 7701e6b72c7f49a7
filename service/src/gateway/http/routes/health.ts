import type { FastifyInstance } from 'fastify'
import type { Readiness } from '../../../health/readiness.ts'

/** `/healthz`: the process lives. `/readyz`: it can run programs now, or all the reasons why not. */
export function registerHealth(app: FastifyInstance, readiness: Readiness): void {
  app.get('/healthz', { config: { public: true } }, async () => ({ status: 'ok' }))
  app.get('/readyz', { config: { public: true } }, async (_request, reply) => {
    const reasons = (await readiness.reasons()).map((reason) => reason.toBody())
    const [error] = reasons
    return error === undefined ? { status: 'ok' } : reply.status(503).send({ error, reasons })
  })
}
