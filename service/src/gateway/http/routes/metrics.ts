import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import { ANONYMOUS } from '../../../model/principal.ts'
import type { Config } from '../../../settings/config.ts'
import type { Metrics } from '../../../telemetry/metrics.ts'
import { principalOf } from '../plugins/authentication.ts'

/** `GET /metrics`, for Prometheus: for admins, for this machine if it needs no token, and for all if it is open. */
export function registerMetrics(
  app: FastifyInstance,
  metrics: Metrics,
  { metricsAccess }: Pick<Config, 'metricsAccess'>,
): void {
  app.get('/metrics', { config: { public: metricsAccess === 'open' } }, async (request, reply) => {
    if (metricsAccess === 'admins') {
      const { id, role } = principalOf(request)
      if (role !== 'admin' && id !== ANONYMOUS.id) throw new SandrunError('forbidden', 'Only admins may read metrics.')
    }
    return reply.type(metrics.contentType).send(await metrics.text())
  })
}
