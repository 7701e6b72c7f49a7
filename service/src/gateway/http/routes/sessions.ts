import { parseOrThrow, RunRequestSchema, SessionRequestSchema } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import { runToEnd } from '../../run-to-end.ts'
import type { Submit } from '../../submit.ts'
import type { SessionHost } from '../../../ports/session-host.ts'
import { sendJson } from './send-json.ts'
import { whileConnected } from './while-connected.ts'
import { principalOf } from '../plugins/authentication.ts'

interface OneSession {
  Params: { id: string }
}

/** `/v1/sessions`: sandboxes that keep their files between runs. */
export function registerSessions(app: FastifyInstance, sessions: SessionHost, runs: Submit): void {
  app.post('/v1/sessions', async (request, reply) => {
    const principal = principalOf(request)
    const asked = parseOrThrow(SessionRequestSchema, request.body)
    const info = await whileConnected(reply, (signal) => sessions.create(asked, principal, signal))
    return reply.code(201).header('location', `/v1/sessions/${info.id}`).send(info)
  })

  app.get('/v1/sessions', async (request) => {
    const { id } = principalOf(request)
    return { sessions: sessions.list(id) }
  })

  app.get<OneSession>('/v1/sessions/:id', async (request) => {
    const { id } = principalOf(request)
    return sessions.find(request.params.id, id).info()
  })

  app.delete<OneSession>('/v1/sessions/:id', async (request, reply) => {
    const { id } = principalOf(request)
    await sessions.find(request.params.id, id).end()
    return reply.code(204).send()
  })

  app.post<OneSession>('/v1/sessions/:id/runs', async (request, reply) => {
    const principal = principalOf(request)
    const asked = { ...parseOrThrow(RunRequestSchema, request.body), session: request.params.id }
    return sendJson(reply, await whileConnected(reply, (signal) => runToEnd(runs, asked, { principal, signal })))
  })
}
