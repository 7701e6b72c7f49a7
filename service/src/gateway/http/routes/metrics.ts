import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import { mayOperate } from '../../../model/principal.ts'
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
    if (metricsAccess === 'admins' && !mayOperate(principalOf(request))) {
      throw new SandrunError('forbidden', 'Only admins may read metrics.')
    }
    return reply.type(metrics.contentType).send(await metrics.text())
  })
}
