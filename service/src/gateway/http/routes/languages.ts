import etag from '@fastify/etag'
import { type LanguageInfo, SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import * as z from 'zod/mini'
import type { Submit } from '../../submit.ts'
import type { Operation } from '../openapi/operations.ts'
import { principalOf } from '../plugins/authentication.ts'
import type { WireTypes } from '../plugins/wire-schemas.ts'

const QuerySchema = z.strictObject({
  samples: z
    ._default(z.enum(['true', 'false']), 'true')
    .check(z.describe('`false` leaves out the samples, which are most of the answer.')),
})

const KNOWN = { 'If-None-Match': { description: 'The ETag of an earlier answer.' } }

const LIST: Operation = {
  id: 'listLanguages',
  summary: 'List the languages, built or not',
  headers: KNOWN,
  answers: {
    200: { description: 'All languages.', schema: 'Languages' },
    304: { description: 'The languages have not changed.' },
  },
}

const ONE: Operation = {
  id: 'getLanguage',
  summary: 'Get a language',
  headers: KNOWN,
  answers: {
    200: { description: 'The language, with its samples.', schema: 'Language' },
    304: { description: 'The language has not changed.' },
  },
}

const BUILD: Operation = {
  id: 'buildLanguage',
  summary: 'Have the service build a language, which only admins may',
  answers: { 202: { description: 'The language; `build` is absent when it is built already.', schema: 'Language' } },
}

/** `GET /v1/languages`, `GET /v1/languages/:id`: built or not; 304 when the client's copy is current. */
export async function registerLanguages(app: FastifyInstance, runs: Submit): Promise<void> {
  await app.register(async (plain) => {
    // Weak: the same answer can be compressed in several ways.
    await plain.register(etag, { weak: true })
    const scope = plain.withTypeProvider<WireTypes>()
    const schema = { querystring: QuerySchema }
    scope.get('/v1/languages', { schema, config: { public: true, operation: LIST } }, ({ query }) => {
      const languages = runs.languages()
      if (query.samples === 'true') return { languages }
      return { languages: languages.map(({ samples: _samples, ...language }) => language) }
    })
    plain.get<{ Params: { id: string } }>(
      '/v1/languages/:id',
      { config: { public: true, operation: ONE } },
      ({ params: { id } }) => languageIn(runs, id),
    )
  })
  app.post<{ Params: { id: string } }>(
    '/v1/languages/:id/build',
    { config: { operation: BUILD } },
    async (request, reply) => {
      const { id } = request.params
      await runs.build(id, principalOf(request))
      return reply.status(202).send(languageIn(runs, id))
    },
  )
}

function languageIn(runs: Submit, id: string): LanguageInfo {
  const language = runs.languages().find((one) => one.id === id)
  if (language === undefined) throw new SandrunError('not-found', `Unknown language "${id}".`)
  return language
}
