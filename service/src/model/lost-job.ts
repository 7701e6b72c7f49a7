import type { RunEvent, RunResult, Started } from '@sandrun/shared'

export interface LostJob {
  id: string
  language: string
  /** RFC 3339, UTC. */
  startedAt: string
  started: Omit<Started, 'type'>
}

/** The events of a job whose process died while it ran. It may have had effects, so it never runs again. */
export function lostEvents(job: LostJob): RunEvent[] {
  return [
    { type: 'started', ...job.started, order: 1, atMs: 0 },
    { type: 'exit', result: lostResult(job), order: 2, atMs: 0 },
  ]
}

/** The end of a run whose process died. `started` is null when its start was never reported. */
export function lostResult({
  id,
  language,
  startedAt,
  started,
}: Omit<LostJob, 'started'> & { started: LostJob['started'] | null }): RunResult {
  return {
    id,
    language,
    version: started?.version ?? 'unknown',
    verdict: 'worker-lost',
    message: 'The service ended while the program was running. The job does not run again.',
    warnings: [],
    warm: started?.warm ?? false,
    queuedMs: 0,
    startedAt,
  }
}
