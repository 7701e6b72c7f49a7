import type { RunRecord, RunSummary } from '@sandrun/shared'
import type { AdapterNote } from '../../ports/job-store.ts'
import type { Position } from '../../run-log/log-event.ts'
import type { RunLog } from '../../run-log/run-log.ts'
import type { RunStep } from './run-events.ts'

/** A run that can be looked up, wherever it is kept. */
export interface FoundRun {
  /** The note of another API's adapter. */
  readonly note: AdapterNote | null
  summary(): RunSummary
  record(): RunRecord
  /** Has no effect on a run that has ended. */
  cancel(): void
  /** Its events after a position, each when its reader wants it, until its end or the signal. */
  events(from: Position, signal: AbortSignal): AsyncGenerator<RunStep>
}

/** A run of this process, or a job. */
export interface KnownRun extends FoundRun {
  readonly log: RunLog
  /** Adds the end to its log, until the signal aborts, if nothing else does. */
  watch(signal: AbortSignal): void
}
