import { SandrunError } from '@sandrun/shared'

/** The start of Redis's answers to a write that it has no memory or disk for; EXECABORT is that of a transaction. */
const FULL = /^(?:OOM|EXECABORT|MISCONF)/

/** The error of a job that could not be added: `cluster-unavailable` when Redis is full, else the same error. */
export function toRefusal(error: unknown): unknown {
  if (!(error instanceof Error) || !FULL.test(error.message)) return error
  return new SandrunError('cluster-unavailable', 'Redis has no room for the job.', { retryAfter: 5, cause: error })
}
