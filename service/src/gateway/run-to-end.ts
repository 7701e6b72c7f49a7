import type { RunRequest, RunResult } from '@sandrun/shared'
import type { Principal } from '../model/principal.ts'
import { readLog } from '../run-log/read-log.ts'
import type { LogEvent } from '../run-log/log-event.ts'
import type { Submit } from './submit.ts'

interface RunToEndOptions {
  /** The run's principal. */
  principal: Principal
  /** Cancels the run; its result says so. */
  signal: AbortSignal
  /** Reads the run's events, beyond the result. */
  read?: (event: LogEvent) => void
}

/** Runs a program for a caller that waits for the result. Throws a SandrunError when it could not begin. */
export async function runToEnd(runs: Submit, request: RunRequest, options: RunToEndOptions): Promise<RunResult> {
  const { principal, signal, read } = options
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
