import etag from '@fastify/etag'
import type { FastifyInstance } from 'fastify'
import type { Submit } from '../../submit.ts'
import type { Operation } from '../openapi/operations.ts'

const LIST: Operation = {
  id: 'listLanguages',
  summary: 'List the languages, built or not',
  headers: { 'If-None-Match': { description: 'The ETag of an earlier answer.' } },
  answers: {
    200: { description: 'Every language.', schema: 'Languages' },
    304: { description: 'They are as they were.' },
  },
}

/** `GET /v1/languages`: every language, built or not; 304 for who has it as it is. */
export async function registerLanguages(app: FastifyInstance, runs: Submit): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(etag)
    scope.get('/v1/languages', { config: { public: true, operation: LIST } }, async () => ({
      languages: runs.languages(),
    }))
  })
}
