import { parseOrThrow, SessionRequestSchema } from '@sandrun/shared'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { answerErrors } from '../plugins/errors.ts'
import type { Operation } from '../openapi/operations.ts'
import { runToEnd } from '../../run-to-end.ts'
import type { Submit } from '../../submit.ts'
import type { SessionHost } from '../../../ports/session-host.ts'
import { sendJson } from '../routes/send-json.ts'
import { whileConnected } from '../routes/while-connected.ts'
import { PROGRAM, PROGRAM_ANSWER, RUNNER, type Runner, toAnswer, toRefusal, toRunRequest } from './program.ts'
import { principalOf } from '../plugins/authentication.ts'

const tag = 'Runner sessions'

const CREATE: Operation = {
  id: 'createRunner',
  tag,
  summary: 'Create a runner: a sandbox that keeps its files',
  body: { name: 'SessionRequest', schema: SessionRequestSchema },
  answers: { 201: { description: 'It is ready.', schema: RUNNER } },
}

const RUN: Operation = {
  id: 'runInRunner',
  tag,
  summary: 'Run a program in a runner',
  body: PROGRAM,
  answers: { 200: { description: 'The program has ended.', schema: PROGRAM_ANSWER } },
}

const STOP: Operation = {
  id: 'stopRunner',
  tag,
  summary: 'Stop a runner',
  answers: { 200: { description: 'It is stopped, and its files are deleted.', schema: RUNNER } },
}

interface OneRunner {
  Params: { id: string }
}

/** `/api/runners`: create one, run in it many times, stop it. docs/compatibility.md, "Runner sessions". */
export async function registerRunners(app: FastifyInstance, sessions: SessionHost, runs: Submit): Promise<void> {
  await app.register(async (scope) => {
    answerErrors(scope, toRefusal)

    await scope.register(async (creating) => {
      // Its body has Sandrun's own names, such as `limits.wallMs`.
      answerErrors(creating, ({ code, message }) => ({ error: message, code }))

      creating.post('/api/runners', { config: { operation: CREATE } }, async (request, reply) => {
        const principal = principalOf(request)
        const asked = parseOrThrow(SessionRequestSchema, request.body)
        const { id, language } = await whileConnected(reply, (signal) => sessions.create(asked, principal, signal))
        return reply.code(201).send({ id, language, status: 'ready' })
      })
    })

    scope.post<OneRunner>('/api/runners/:id/run', { config: { operation: RUN } }, async (request, reply) => {
      const principal = principalOf(request)
      const asked = { ...toRunRequest(request.body), session: request.params.id }
      return sendJson(
        reply,
        toAnswer(await whileConnected(reply, (signal) => runToEnd(runs, asked, { principal, signal }))),
      )
    })

    const stop = async (request: FastifyRequest<OneRunner>): Promise<Runner> => {
      const { id } = request.params
      const principal = principalOf(request)
      await (await sessions.find(id, principal.id)).end()
      return { id, status: 'stopped' }
    }
    scope.post<OneRunner>('/api/runners/:id/stop', { config: { operation: STOP } }, stop)
    scope.delete<OneRunner>('/api/runners/:id', { config: { operation: { ...STOP, id: 'deleteRunner' } } }, stop)
  })
}
