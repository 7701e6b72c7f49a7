import { parseOrThrow, RunRequestSchema } from '@sandrun/shared'
import type { FastifyInstance } from 'fastify'
import type { Access } from '../access/access.ts'
import { runToEnd } from '../run/run-to-end.ts'
import type { RunService } from '../run/run-service.ts'
import { whileConnected } from './while-connected.ts'

/** `POST /v1/runs`: runs a program and answers with its result. A caller that leaves cancels it. */
export function registerRuns(app: FastifyInstance, runs: RunService, access: Access): void {
  app.post('/v1/runs', async (request, reply) => {
    const principal = await access.identify(request)
    const asked = parseOrThrow(RunRequestSchema, request.body)
    return whileConnected(reply, (signal) => runToEnd(runs, asked, { principal, signal }))
  })
}
