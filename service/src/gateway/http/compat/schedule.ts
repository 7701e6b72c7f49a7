import type { RunRecord } from '@sandrun/shared'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Jobs } from '../../jobs/jobs.ts'
import { answerErrors } from '../plugins/errors.ts'
import type { RunRecords } from '../../records/run-records.ts'
import { runToEnd } from '../../run-to-end.ts'
import type { Submit } from '../../submit.ts'
import { sendJson } from '../routes/send-json.ts'
import { whileConnected } from '../routes/while-connected.ts'
import { toAnswer, toRefusal, toRunRequest } from './program.ts'
import { principalOf } from '../plugins/authentication.ts'

interface ScheduleDependencies {
  runs: Submit
  jobs: Jobs
  records: RunRecords
}

/** `POST /api/run`, `POST /api/schedule`, `GET /api/schedule/check/:id`: docs/compatibility.md, "Schedule". */
export async function registerSchedule(
  app: FastifyInstance,
  { runs, jobs, records }: ScheduleDependencies,
): Promise<void> {
  await app.register(async (scope) => {
    answerErrors(scope, toRefusal)

    const run = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
      const principal = principalOf(request)
      const asked = toRunRequest(request.body)
      return sendJson(
        reply,
        toAnswer(await whileConnected(reply, (signal) => runToEnd(runs, asked, { principal, signal }))),
      )
    }
    scope.post('/api/run', run)
    scope.post('/api/run/', run)

    scope.post('/api/schedule', async (request, reply) => {
      const principal = principalOf(request)
      const asked = toRunRequest(request.body)
      const job = await jobs.accept({ request: asked, principal, key: null, webhook: null })
      return reply.code(202).send(toCheck(job.record()))
    })

    scope.get<{ Params: { id: string } }>('/api/schedule/check/:id', async (request, reply) => {
      const { id } = principalOf(request)
      return sendJson(reply, toCheck((await records.find(id, request.params.id)).record()))
    })
  })
}

/** `finished` has a result, `failed` a sentence that gives the reason. */
function toCheck({ id, state, result, error }: RunRecord): object {
  if (state !== 'ended') return { id, status: state }
  if (result !== undefined) return { id, status: 'finished', result: toAnswer(result) }
  return { id, status: 'failed', error: error?.message }
}
