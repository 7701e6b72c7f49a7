import { parseOrThrow, SessionRequestSchema } from '@sandrun/shared'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { answerErrors } from '../plugins/errors.ts'
import { runToEnd } from '../../run-to-end.ts'
import type { Submit } from '../../submit.ts'
import type { SessionHost } from '../../../ports/session-host.ts'
import { sendJson } from '../routes/send-json.ts'
import { whileConnected } from '../routes/while-connected.ts'
import { toAnswer, toRefusal, toRunRequest } from './program.ts'
import { principalOf } from '../plugins/authentication.ts'

interface OneRunner {
  Params: { id: string }
}

/** `/api/runners`: create one, run in it many times, stop it. docs/compatibility.md, "Runner sessions". */
export async function registerRunners(app: FastifyInstance, sessions: SessionHost, runs: Submit): Promise<void> {
  await app.register(async (scope) => {
    answerErrors(scope, toRefusal)

    scope.post('/api/runners', async (request, reply) => {
      const principal = principalOf(request)
      const asked = parseOrThrow(SessionRequestSchema, request.body)
      const { id, language } = await whileConnected(reply, (signal) => sessions.create(asked, principal, signal))
      return reply.code(201).send({ id, language, status: 'ready' })
    })

    scope.post<OneRunner>('/api/runners/:id/run', async (request, reply) => {
      const principal = principalOf(request)
      const asked = { ...toRunRequest(request.body), session: request.params.id }
      return sendJson(
        reply,
        toAnswer(await whileConnected(reply, (signal) => runToEnd(runs, asked, { principal, signal }))),
      )
    })

    const stop = async (request: FastifyRequest<OneRunner>) => {
      const { id } = request.params
      const principal = principalOf(request)
      await (await sessions.find(id, principal.id)).end()
      return { id, status: 'stopped' }
    }
    scope.post<OneRunner>('/api/runners/:id/stop', stop)
    scope.delete<OneRunner>('/api/runners/:id', stop)
  })
}
