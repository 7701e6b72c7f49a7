import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import type { Access } from '../../access/access.ts'
import { ANONYMOUS } from '../../../model/principal.ts'
import type { Config } from '../../../settings/environment.ts'
import type { Metrics } from '../../../telemetry/metrics.ts'

/** `GET /metrics`, for Prometheus: to admins, to this machine where that may ask, and to everybody where it is open. */
export function registerMetrics(
  app: FastifyInstance,
  metrics: Metrics,
  access: Access,
  { metricsAccess }: Pick<Config, 'metricsAccess'>,
): void {
  app.get('/metrics', async (request, reply) => {
    if (metricsAccess === 'admins') {
      const { id, role } = await access.identify(request)
      if (role !== 'admin' && id !== ANONYMOUS.id) throw new SandrunError('forbidden', 'Metrics are for admins.')
    }
    return reply.type(metrics.contentType).send(await metrics.text())
  })
}
