import { setTimeout as delay } from 'node:timers/promises'
import type { RunRecord, RunSummary } from '@sandrun/shared'
import type { AdapterNote, CurrentJob, EndedJob, JobStore } from '../../ports/job-store.ts'
import { RunLog } from '../../run-log/run-log.ts'
import { KeptRun } from './kept-run.ts'
import type { KnownRun } from './known-run.ts'

/** How often to check whether it has ended, in milliseconds. */
const LOOK_EVERY_MS = 500

/** A job that another process has. Its events come when it has ended. */
export class ForeignJob implements KnownRun {
  readonly log = new RunLog()
  readonly note: AdapterNote | null
  readonly #store: JobStore
  readonly #principal: string
  readonly #summary: RunSummary
  #ended: EndedJob | null = null

  constructor(store: JobStore, principal: string, { summary, note }: CurrentJob) {
    this.#store = store
    this.#principal = principal
    this.#summary = summary
    this.note = note
  }

  summary(): RunSummary {
    return this.#ended?.summary ?? this.#summary
  }

  record(): RunRecord {
    if (this.#ended !== null) return new KeptRun(this.#ended).record()
    return { ...this.#summary, timeline: [] }
  }

  cancel(): void {
    // The store reports its own failures.
    this.#store.requestCancel(this.#principal, this.#summary.id).catch(() => {})
  }

  watch(signal: AbortSignal): void {
    void this.#watch(signal)
  }

  async #watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.#ended === null) {
      this.#ended = await this.#store.find(this.#principal, this.#summary.id).catch(() => null)
      if (this.#ended !== null) return this.log.restore(this.#ended.events)
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
    }
  }
}
