import { PostedRunSchema, type RunResult, SandrunError } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import * as z from 'zod/mini'
import type { Jobs } from '../../jobs/jobs.ts'
import { outcomeOf } from '../../records/outcome.ts'
import { runToEnd } from '../../run-to-end.ts'
import type { Submit } from '../../submit.ts'
import { idempotencyKey } from './idempotency-key.ts'
import { sendJson } from './send-json.ts'
import { whileConnected } from './while-connected.ts'
import type { Operation } from '../openapi/operations.ts'
import { principalOf } from '../plugins/authentication.ts'
import type { WireTypes } from '../plugins/wire-schemas.ts'

const QuerySchema = z.strictObject({
  wait: z
    ._default(z.enum(['true', 'false']), 'true')
    .check(z.describe('`false` answers at once and runs the program as a job.')),
})

const RUN: Operation = {
  id: 'run',
  summary: 'Run a program and wait for its result, or accept it as a job',
  headers: {
    'Idempotency-Key': {
      description: 'Makes the request safe to repeat: the same key and body return the same run.',
      minLength: 1,
      maxLength: 255,
    },
  },
  answers: {
    200: { description: 'The run has ended; `verdict` says how.', schema: 'RunResult' },
    202: { description: 'The job is stored and will run; `location` has its address.', schema: 'RunRecord' },
  },
}

export interface RunsDependencies {
  runs: Submit
  jobs: Jobs
}

/**
 * `POST /v1/runs`: runs a program and answers with its result, or accepts it as a job. A caller that leaves cancels a
 * run, but not a job; a request with a key is a job too.
 */
export function registerRuns(app: FastifyInstance, { runs, jobs }: RunsDependencies): void {
  const schema = { querystring: QuerySchema, body: PostedRunSchema }
  app.withTypeProvider<WireTypes>().post('/v1/runs', { schema, config: { operation: RUN } }, async (request, reply) => {
    const principal = principalOf(request)
    const waits = request.query.wait === 'true'
    const key = idempotencyKey(request.headers)
    const { webhook, ...asked } = request.body
    if (waits && key === null) {
      if (webhook !== undefined) throw needsJob()
      return sendJson(reply, await whileConnected(reply, (signal) => runToEnd(runs, asked, { principal, signal })))
    }
    const job = await jobs.accept({ request: asked, principal, key, webhook: webhook ?? null })
    const record = job.record()
    request.log.info({ run: record.id }, 'job accepted')
    reply.header('location', `/v1/runs/${record.id}`)
    if (!waits) return reply.status(202).send(record)
    const ended = (left: AbortSignal): Promise<RunResult> => outcomeOf(job, AbortSignal.any([left, jobs.closing]))
    return sendJson(reply, await whileConnected(reply, ended))
  })
}

function needsJob(): SandrunError {
  return new SandrunError('invalid-request', '"webhook": only a job can have one.', {
    field: 'webhook',
    hint: 'Add ?wait=false to the address.',
  })
}
