import type { RunRequest, RunResult } from '@sandrun/shared'
import type { FastifyReply } from 'fastify'
import type { Principal } from '../access/principal.ts'
import type { RunService } from '../run/run-service.ts'

/** Runs a program for a caller who waits for its result. One that leaves cancels it. Throws a SandrunError. */
export async function answerRun(
  runs: RunService,
  request: RunRequest,
  principal: Principal,
  reply: FastifyReply,
): Promise<RunResult> {
  const { run, finished } = runs.start(
    request,
    {
      queued() {},
      started() {},
      phase() {},
      case() {},
      // Only the record is wanted, and it keeps up with any program.
      output: (_channel, bytes) => run.consumed(bytes.length),
      stdinTaken() {},
    },
    { principal, live: false },
  )
  const cancel = (): void => run.cancel()
  reply.raw.once('close', cancel)
  try {
    return await finished
  } finally {
    reply.raw.off('close', cancel)
  }
}
