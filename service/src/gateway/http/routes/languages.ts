import etag from '@fastify/etag'
import type { FastifyInstance } from 'fastify'
import type { Submit } from '../../submit.ts'

/** `GET /v1/languages`: every language, built or not; 304 for who has it as it is. */
export async function registerLanguages(app: FastifyInstance, runs: Submit): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(etag)
    scope.get('/v1/languages', { config: { public: true } }, async () => ({ languages: runs.languages() }))
  })
}
