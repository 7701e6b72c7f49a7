import { ErrorBodySchema, type RunRecord, type RunSummary } from '@sandrun/shared'
import type { AdapterNote, EndedJob } from '../../ports/job-store.ts'
import type { Position } from '../../run-log/log-event.ts'
import { RunLog } from '../../run-log/run-log.ts'
import type { KnownRun } from './known-run.ts'
import { eventsOf, type RunStep } from './run-events.ts'

/** An ended job from the store. */
export class KeptRun implements KnownRun {
  readonly log: RunLog
  readonly note: AdapterNote | null
  readonly #job: EndedJob

  constructor(job: EndedJob) {
    this.#job = job
    this.note = job.note
    this.log = RunLog.of(job.events)
  }

  summary(): RunSummary {
    return this.#job.summary
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

  events(from: Position, signal: AbortSignal): AsyncGenerator<RunStep> {
    return eventsOf(this.log, from, signal)
  }

  watch(): void {}
}
