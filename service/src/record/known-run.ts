import type { RunRecord } from '@sandrun/shared'
import type { EventLog } from './event-log.ts'

/** A run that can be looked up, wherever it is kept. */
export interface KnownRun {
  readonly log: EventLog
  record(): RunRecord
  /** Without effect on one that has ended. */
  cancel(): void
}
