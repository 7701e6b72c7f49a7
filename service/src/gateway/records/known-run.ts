import type { RunRecord, RunSummary } from '@sandrun/shared'
import type { AdapterNote } from '../../ports/job-store.ts'
import type { RunLog } from '../../run-log/run-log.ts'

/** A run that can be looked up, wherever it is kept. */
export interface KnownRun {
  readonly log: RunLog
  /** The note of another API's adapter. */
  readonly note: AdapterNote | null
  summary(): RunSummary
  record(): RunRecord
  /** Has no effect on a run that has ended. */
  cancel(): void
  /** Keeps its log up to date until the signal aborts, if nothing else does. */
  watch(signal: AbortSignal): void
}
