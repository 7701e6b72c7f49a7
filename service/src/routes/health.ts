import type { FastifyInstance } from 'fastify'
import type { ContainerEngine } from '../container/port.ts'

/** `/healthz`: the process lives. `/readyz`: it can run programs now, or why not. */
export function registerHealth(app: FastifyInstance, engine: ContainerEngine): void {
  app.get('/healthz', async () => ({ status: 'ok' }))
  app.get('/readyz', async () => {
    const { version } = await engine.info()
    return { status: 'ok', docker: version }
  })
}
