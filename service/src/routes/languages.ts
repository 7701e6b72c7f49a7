import type { FastifyInstance } from 'fastify'
import type { RunService } from '../run/run-service.ts'

/** `GET /v1/languages`: every language, built or not. */
export function registerLanguages(app: FastifyInstance, runs: RunService): void {
  app.get('/v1/languages', async () => {
    await runs.refresh()
    return { languages: runs.languages() }
  })
}
