import { ErrorBodySchema, type RunRecord } from '@sandrun/shared'
import type { EndedJob } from '../store/job-store.ts'
import { EventLog } from './event-log.ts'
import type { KnownRun } from './known-run.ts'

/** A job that has ended, as the store kept it. */
export class KeptRun implements KnownRun {
  readonly log: EventLog
  readonly #job: EndedJob

  constructor(job: EndedJob) {
    this.#job = job
    this.log = EventLog.of(job.events)
  }

  record(): RunRecord {
    const { summary, events } = this.#job
    const last = events.at(-1)
    const timeline = this.log.timeline()
    if (last?.type === 'exit') return { ...summary, result: last.result, timeline }
    if (last?.type !== 'error') return { ...summary, timeline }
    return { ...summary, error: ErrorBodySchema.parse(last), timeline }
  }

  cancel(): void {}
}
