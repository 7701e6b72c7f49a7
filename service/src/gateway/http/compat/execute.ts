import type { FastifyInstance } from 'fastify'
import type { Config } from '../../../settings/config.ts'
import { answerErrors } from '../plugins/errors.ts'
import { runToEnd } from '../../run-to-end.ts'
import type { Submit } from '../../submit.ts'
import type { Operation } from '../openapi/operations.ts'
import { sendJson } from '../routes/send-json.ts'
import { whileConnected } from '../routes/while-connected.ts'
import { PROGRAM, PROGRAM_ANSWER, toAnswer, toRefusal, toRunRequest } from './program.ts'
import { principalOf } from '../plugins/authentication.ts'

const EXECUTE: Operation = {
  id: 'execute',
  tag: 'Execute',
  summary: 'Run a program and wait for its answer',
  body: PROGRAM,
  answers: { 200: { description: 'The program has ended.', schema: PROGRAM_ANSWER } },
}

/** `POST /execute`, `GET /languages` and `GET /health`: docs/compatibility.md, "Execute". */
export async function registerExecute(
  app: FastifyInstance,
  runs: Submit,
  engine: { info(): Promise<unknown> },
  { compat }: Pick<Config, 'compat'>,
): Promise<void> {
  await app.register(async (scope) => {
    answerErrors(scope, toRefusal)

    scope.post('/execute', { config: { operation: EXECUTE } }, async (request, reply) => {
      const principal = principalOf(request)
      const asked = toRunRequest(request.body)
      return sendJson(
        reply,
        toAnswer(await whileConnected(reply, (signal) => runToEnd(runs, asked, { principal, signal }))),
      )
    })

    scope.get('/health', { config: { public: true } }, async () => {
      await engine.info()
      return { status: 'UP' }
    })

    // Another system with its API at the root has its own.
    if (compat !== 'none') return
    scope.get('/languages', { config: { public: true } }, () =>
      runs.languages().flatMap(({ id, available }) => (available ? [id] : [])),
    )
  })
}
