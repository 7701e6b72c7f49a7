import { parseOrThrow, RunRequestSchema } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import { bearerToken, identify } from '../access/principal.ts'
import type { Config } from '../config.ts'
import type { RunService } from '../run/run-service.ts'

/** `POST /v1/runs`: runs a program and answers with its result. A caller that leaves cancels it. */
export function registerRuns(app: FastifyInstance, runs: RunService, config: Config): void {
  app.post('/v1/runs', async (request, reply) => {
    identify(config, request.headers, bearerToken(request.headers))
    const { run, finished } = runs.start(
      parseOrThrow(RunRequestSchema, request.body),
      {
        queued() {},
        started() {},
        phase() {},
        case() {},
        // Only the record is wanted, and it keeps up with any program.
        output: (_channel, bytes) => run.consumed(bytes.length),
        stdinTaken() {},
      },
      { live: false },
    )
    const cancel = (): void => run.cancel()
    reply.raw.once('close', cancel)
    try {
      return await finished
    } finally {
      reply.raw.off('close', cancel)
    }
  })
}
