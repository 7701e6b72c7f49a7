import type { IncomingHttpHeaders } from 'node:http'
import { parseOrThrow, RunRequestSchema, SandrunError, SessionRequestSchema } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import { bearerToken, identify } from '../access/principal.ts'
import type { Config } from '../config.ts'
import type { RunService } from '../run/run-service.ts'
import type { Sessions } from '../session/sessions.ts'
import { answerRun } from './answer-run.ts'

interface OneSession {
  Params: { id: string }
}

/** `/v1/sessions`: sandboxes that keep their files between runs. */
export function registerSessions(app: FastifyInstance, sessions: Sessions, runs: RunService, config: Config): void {
  const principalOf = (headers: IncomingHttpHeaders): string => identify(config, headers, bearerToken(headers))

  app.post('/v1/sessions', async ({ headers, body }, reply) => {
    const principal = principalOf(headers)
    const left = new AbortController()
    const leave = (): void => left.abort(new SandrunError('connection-lost', 'The caller has left.'))
    reply.raw.once('close', leave)
    try {
      const info = await sessions.create(parseOrThrow(SessionRequestSchema, body), principal, left.signal)
      return await reply.code(201).header('location', `/v1/sessions/${info.id}`).send(info)
    } finally {
      reply.raw.off('close', leave)
    }
  })

  app.get('/v1/sessions', async ({ headers }) => ({ sessions: sessions.list(principalOf(headers)) }))

  app.get<OneSession>('/v1/sessions/:id', async ({ headers, params }) =>
    sessions.find(params.id, principalOf(headers)).info(),
  )

  app.delete<OneSession>('/v1/sessions/:id', async ({ headers, params }, reply) => {
    await sessions.find(params.id, principalOf(headers)).end()
    return reply.code(204).send()
  })

  app.post<OneSession>('/v1/sessions/:id/runs', async ({ headers, params, body }, reply) => {
    const run = parseOrThrow(RunRequestSchema, body)
    return answerRun(runs, { ...run, session: params.id }, principalOf(headers), reply)
  })
}
