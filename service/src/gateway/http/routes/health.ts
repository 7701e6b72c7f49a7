import type { FastifyInstance } from 'fastify'
import type { Readiness } from '../../../health/readiness.ts'

/** Public, and exempt from refusals under load: that is when operators need it most. */
const PROBE = { public: true, rateLimit: false, pressureHandler: () => {} } as const

/** `/healthz`: the process is alive. `/readyz`: it can run programs now, or all the reasons why not. */
export function registerHealth(app: FastifyInstance, readiness: Pick<Readiness, 'reasons'>): void {
  app.get('/healthz', { config: PROBE }, async () => ({ status: 'ok' }))
  app.get('/readyz', { config: PROBE }, async (_request, reply) => {
    const reasons = (await readiness.reasons()).map((reason) => reason.toBody())
    const [error] = reasons
    return error === undefined ? { status: 'ok' } : reply.status(503).send({ error, reasons })
  })
}
