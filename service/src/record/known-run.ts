import type { RunRecord, RunSummary } from '@sandrun/shared'
import type { RunLog } from '../run-log/run-log.ts'

/** A run that can be looked up, wherever it is kept. */
export interface KnownRun {
  readonly log: RunLog
  summary(): RunSummary
  record(): RunRecord
  /** Without effect on one that has ended. */
  cancel(): void
}
