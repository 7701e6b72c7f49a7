import type { RunRecord, RunSummary } from '@sandrun/shared'
import type { AdapterNote } from '../../ports/job-store.ts'
import type { RunLog } from '../../run-log/run-log.ts'

/** A run that can be looked up, wherever it is kept. */
export interface KnownRun {
  readonly log: RunLog
  /** What an adapter of another API keeps of its job. */
  readonly note: AdapterNote | null
  summary(): RunSummary
  record(): RunRecord
  /** Without effect on one that has ended. */
  cancel(): void
}
