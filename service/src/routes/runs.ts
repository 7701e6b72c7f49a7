import { parseOrThrow, RunRequestSchema } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import type { Access } from '../access/access.ts'
import type { RunService } from '../run/run-service.ts'
import { answerRun } from './answer-run.ts'

/** `POST /v1/runs`: runs a program and answers with its result. */
export function registerRuns(app: FastifyInstance, runs: RunService, access: Access): void {
  app.post('/v1/runs', async (request, reply) => {
    const principal = await access.identify(request)
    return answerRun(runs, parseOrThrow(RunRequestSchema, request.body), principal, reply)
  })
}
