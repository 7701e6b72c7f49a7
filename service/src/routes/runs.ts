import { parseOrThrow, RunRequestSchema } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import { bearerToken, identify } from '../access/principal.ts'
import type { Config } from '../config.ts'
import type { RunService } from '../run/run-service.ts'
import { answerRun } from './answer-run.ts'

/** `POST /v1/runs`: runs a program and answers with its result. */
export function registerRuns(app: FastifyInstance, runs: RunService, config: Config): void {
  app.post('/v1/runs', async ({ headers, body }, reply) => {
    const principal = identify(config, headers, bearerToken(headers))
    return answerRun(runs, parseOrThrow(RunRequestSchema, body), principal, reply)
  })
}
