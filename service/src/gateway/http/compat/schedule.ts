import { type RunRecord, SandrunError } from '@sandrun/shared'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Jobs } from '../../jobs/jobs.ts'
import type { Operation } from '../openapi/operations.ts'
import { answerErrors } from '../plugins/errors.ts'
import type { RunRecords } from '../../records/run-records.ts'
import { runToEnd } from '../../run-to-end.ts'
import type { Submit } from '../../submit.ts'
import { sendJson } from '../routes/send-json.ts'
import { whileConnected } from '../routes/while-connected.ts'
import {
  CHECK,
  type Check,
  inProgramNames,
  PROGRAM,
  PROGRAM_ANSWER,
  toAnswer,
  toRefusal,
  toRunRequest,
} from './program.ts'
import { principalOf } from '../plugins/authentication.ts'

const tag = 'Schedule'

const RUN: Operation = {
  id: 'apiRun',
  tag,
  summary: 'Run a program and wait for its answer; also with a slash at the end',
  body: PROGRAM,
  answers: { 200: { description: 'The program has ended.', schema: PROGRAM_ANSWER } },
}

const SCHEDULE: Operation = {
  id: 'apiSchedule',
  tag,
  summary: 'Accept a program that runs later',
  body: PROGRAM,
  answers: { 202: { description: 'The program is stored and will run.', schema: CHECK } },
}

const ASK: Operation = {
  id: 'apiScheduleCheck',
  tag,
  summary: 'Get the state of a program',
  answers: { 200: { description: 'Its state.', schema: CHECK } },
}

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
    scope.post('/api/run', { config: { operation: RUN } }, run)
    // Described once: code generators take both for the same.
    scope.post('/api/run/', run)

    scope.post('/api/schedule', { config: { operation: SCHEDULE } }, async (request, reply) => {
      const principal = principalOf(request)
      const asked = toRunRequest(request.body)
      const job = await jobs.accept({ request: asked, principal, key: null, webhook: null })
      return reply.code(202).send(toCheck(job.record()))
    })

    const config = { operation: ASK }
    scope.get<{ Params: { id: string } }>('/api/schedule/check/:id', { config }, async (request, reply) => {
      const { id } = principalOf(request)
      return sendJson(reply, toCheck((await records.find(id, request.params.id)).record()))
    })
  })
}

function toCheck({ id, state, result, error }: RunRecord): Check {
  if (state !== 'ended') return { id, status: state }
  if (result !== undefined) return { id, status: 'finished', result: toAnswer(result) }
  return {
    id,
    status: 'failed',
    ...(error !== undefined && { error: inProgramNames(SandrunError.fromBody(error)).message }),
  }
}
