import { RunRequestSchema, SandrunError, SessionRequestSchema } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import * as z from 'zod/mini'
import { runToEnd } from '../../run-to-end.ts'
import type { Submit } from '../../submit.ts'
import type { SessionHost } from '../../../ports/session-host.ts'
import { sendJson } from './send-json.ts'
import { whileConnected } from './while-connected.ts'
import type { Operation } from '../openapi/operations.ts'
import { principalOf } from '../plugins/authentication.ts'
import type { WireTypes } from '../plugins/wire-schemas.ts'

const OneSessionSchema = z.object({ id: z.string() })

interface OneSession {
  Params: z.infer<typeof OneSessionSchema>
}

const CREATE: Operation = {
  id: 'createSession',
  summary: 'Create a sandbox that keeps its files between runs',
  answers: { 201: { description: 'The session exists; `location` has its address.', schema: 'SessionInfo' } },
}

const LIST: Operation = {
  id: 'listSessions',
  summary: 'List your own sessions',
  answers: { 200: { description: 'All of your sessions.', schema: 'Sessions' } },
}

const GET: Operation = {
  id: 'getSession',
  summary: 'Get a session',
  answers: { 200: { description: 'The session.', schema: 'SessionInfo' } },
}

const END: Operation = {
  id: 'endSession',
  summary: 'End a session',
  answers: { 204: { description: 'The session has ended and its files are deleted.' } },
}

const RUN: Operation = {
  id: 'runInSession',
  summary: 'Run a program in a session and wait for its result',
  answers: { 200: { description: 'The run has ended; `verdict` says how.', schema: 'RunResult' } },
}

/** `/v1/sessions`: sandboxes that keep their files between runs. */
export function registerSessions(app: FastifyInstance, sessions: SessionHost, runs: Submit): void {
  const wired = app.withTypeProvider<WireTypes>()

  const create = { schema: { body: SessionRequestSchema }, config: { operation: CREATE } }
  wired.post('/v1/sessions', create, async (request, reply) => {
    const principal = principalOf(request)
    const info = await whileConnected(reply, (signal) => sessions.create(request.body, principal, signal))
    return reply.code(201).header('location', `/v1/sessions/${info.id}`).send(info)
  })

  app.get('/v1/sessions', { config: { operation: LIST } }, async (request) => {
    const { id } = principalOf(request)
    return { sessions: await sessions.list(id) }
  })

  app.get<OneSession>('/v1/sessions/:id', { config: { operation: GET } }, async (request) => {
    const { id } = principalOf(request)
    return (await sessions.find(request.params.id, id)).info()
  })

  app.delete<OneSession>('/v1/sessions/:id', { config: { operation: END } }, async (request, reply) => {
    const { id } = principalOf(request)
    await (await sessions.find(request.params.id, id)).end()
    return reply.code(204).send()
  })

  const run = { schema: { params: OneSessionSchema, body: RunRequestSchema }, config: { operation: RUN } }
  wired.post('/v1/sessions/:id/runs', run, async (request, reply) => {
    const principal = principalOf(request)
    const { id } = request.params
    checkSession(request.body.session, id)
    const asked = { ...request.body, session: id }
    return sendJson(reply, await whileConnected(reply, (signal) => runToEnd(runs, asked, { principal, signal })))
  })
}

/** A body may repeat the session of the address. Throws `invalid-request` for another one. */
function checkSession(named: string | undefined, id: string): void {
  if (named === undefined || named === id) return
  const field = 'session'
  throw new SandrunError('invalid-request', `"${field}": the address names another session.`, {
    field,
    hint: 'Leave it out.',
  })
}
