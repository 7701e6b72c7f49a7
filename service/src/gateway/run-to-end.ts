import type { RunRequest, RunResult } from '@sandrun/shared'
import type { Principal } from '../model/principal.ts'
import { readLog } from '../run-log/read-log.ts'
import type { LogEvent } from '../run-log/log-event.ts'
import type { Submit } from './submit.ts'

interface EndTerms {
  /** Whose run it is. */
  principal: Principal
  /** Cancels the run; its result says so. */
  signal: AbortSignal
  /** Reads more of it than the result has. */
  read?: (event: LogEvent) => void
}

/** Runs a program for a caller who waits for its result. Throws a SandrunError when it could not begin. */
export async function runToEnd(runs: Submit, request: RunRequest, terms: EndTerms): Promise<RunResult> {
  const { principal, signal, read } = terms
  const { run, log, finished } = await runs.start(request, { principal, live: false })
  const stopReading = read === undefined ? () => {} : readLog(log, read)
  const cancel = (): void => run.cancel()
  signal.addEventListener('abort', cancel)
  if (signal.aborted) cancel()
  try {
    return await finished
  } finally {
    signal.removeEventListener('abort', cancel)
    stopReading()
  }
}
