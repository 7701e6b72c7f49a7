import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import { inNamesOf, unprocessable, withoutField } from '../../../adapted-run.ts'
import { runToEnd } from '../../../run-to-end.ts'
import type { Submit } from '../../../submit.ts'
import { principalOf } from '../../plugins/authentication.ts'
import { answerErrors } from '../../plugins/errors.ts'
import { sendJson } from '../../routes/send-json.ts'
import { whileConnected } from '../../routes/while-connected.ts'
import type { Operation } from '../../openapi/operations.ts'
import { FUSION_FIELDS, RunCodeSchema, toRunRequest } from './request.ts'
import { RunCodeAnswerSchema, toRunCodeAnswer } from './result.ts'

const RUN_CODE: Operation = {
  id: 'sandboxFusionRunCode',
  tag: 'SandboxFusion',
  summary: 'Run a program and wait for its result',
  body: { name: 'SandboxFusionRun', schema: RunCodeSchema },
  answers: {
    200: {
      description: 'The program has ended.',
      schema: { name: 'SandboxFusionResult', schema: RunCodeAnswerSchema },
    },
  },
}

/**
 * SandboxFusion's `/run_code` (https://github.com/bytedance/SandboxFusion, sandbox/server) over Sandrun's runs.
 * docs/compatibility.md lists the differences.
 */
export async function registerSandboxFusion(app: FastifyInstance, runs: Submit): Promise<void> {
  const register = async (scope: FastifyInstance): Promise<void> => {
    answerErrors(scope, toDetail, unprocessable)

    scope.post('/run_code', { config: { operation: RUN_CODE } }, async (request, reply) => {
      const principal = principalOf(request)
      const asked = toRunRequest(request.body, runs.languages())
      const result = await whileConnected(reply, (signal) => runToEnd(runs, asked, { principal, signal }))
      return sendJson(reply, toRunCodeAnswer(result))
    })

    scope.post('/run_jupyter', () => {
      throw new SandrunError('not-found', 'There are no notebooks here. Sessions keep their files: POST /v1/sessions.')
    })

    scope.get('/v1/ping', { config: { public: true } }, (_request, reply) => reply.type('text/plain').send('pong'))
  }
  await app.register(register, { prefix: '/sandboxfusion' })
}

/** FastAPI's form for a refused body; one sentence when no field is at fault. */
function toDetail(error: SandrunError, _requestId: string, given: unknown): object {
  const theirs = inNamesOf(FUSION_FIELDS, error, given)
  if (theirs.field === undefined) return { detail: theirs.message }
  return { detail: [{ loc: ['body', theirs.field], msg: withoutField(theirs), type: 'value_error' }] }
}
