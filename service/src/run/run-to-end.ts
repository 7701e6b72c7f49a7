import type { RunRequest, RunResult } from '@sandrun/shared'
import type { Principal } from '../access/principal.ts'
import { IGNORE, type RunObserver } from './observer.ts'
import type { RunService } from './run-service.ts'

interface EndTerms {
  /** Whose run it is. */
  principal: Principal
  /** Cancels the run; its result says so. */
  signal: AbortSignal
  /** Who wants to see more of it than the result. */
  watch?: Partial<Pick<RunObserver, 'queued' | 'phase' | 'output'>>
}

/** Runs a program for a caller who waits for its result. Throws a SandrunError when it could not begin. */
export async function runToEnd(runs: RunService, request: RunRequest, terms: EndTerms): Promise<RunResult> {
  const { principal, signal, watch = {} } = terms
  const { run, finished } = runs.start(
    request,
    {
      ...IGNORE,
      ...watch,
      output(channel, bytes) {
        watch.output?.(channel, bytes)
        // The record keeps up with any program.
        run.consumed(bytes.length)
      },
    },
    { principal, live: false },
  )
  const cancel = (): void => run.cancel()
  signal.addEventListener('abort', cancel)
  if (signal.aborted) cancel()
  try {
    return await finished
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}
