import { setTimeout as delay } from 'node:timers/promises'
import type { RunRecord, RunSummary } from '@sandrun/shared'
import type { AdapterNote, CurrentJob, EndedJob, JobStore } from '../../ports/job-store.ts'
import type { OtherGateways } from '../../ports/other-gateways.ts'
import type { Position } from '../../run-log/log-event.ts'
import { RunLog } from '../../run-log/run-log.ts'
import { type ForeignKey, foreignEvents } from './foreign-events.ts'
import { KeptRun } from './kept-run.ts'
import type { KnownRun } from './known-run.ts'
import { eventsOf, type RunStep } from './run-events.ts'

/** How often to check whether it has ended, in milliseconds. */
const LOOK_EVERY_MS = 500

/** A job that another process has. */
export class ForeignJob implements KnownRun {
  readonly log = new RunLog()
  readonly note: AdapterNote | null
  readonly #store: JobStore
  readonly #gateways: OtherGateways
  readonly #key: ForeignKey
  readonly #summary: RunSummary
  #ended: EndedJob | null = null

  constructor(
    { store, gateways }: { store: JobStore; gateways: OtherGateways },
    principal: string,
    { summary, note }: CurrentJob,
  ) {
    this.#store = store
    this.#gateways = gateways
    this.#key = { principal, run: summary.id }
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
    this.#store.requestCancel(this.#key.principal, this.#key.run).catch(() => {})
  }

  async *events(from: Position, signal: AbortSignal): AsyncGenerator<RunStep> {
    let position = from
    // Its process may be dead, and another one may have the job soon.
    const again = async (): Promise<boolean> => {
      if (await this.#look()) return false
      await pause(signal)
      return true
    }
    for await (const step of foreignEvents(this.#gateways, this.#key, { from, signal, again })) {
      ;({ position } = step)
      yield step
      if (step.event.type === 'exit' || step.event.type === 'error') return
    }
    if (signal.aborted || !(await this.#look()) || this.#ended === null) return
    // Another process may have counted its events anew. The end is unread: it returns above.
    const log = RunLog.of(this.#ended.events)
    yield* eventsOf(log, log.rejoined(position), signal)
  }

  watch(signal: AbortSignal): void {
    void this.#watch(signal)
  }

  async #watch(signal: AbortSignal): Promise<void> {
    while (!signal.aborted && this.#ended === null) {
      if (await this.#look()) return
      await pause(signal)
    }
  }

  /** Whether it has ended; never rejects. */
  async #look(): Promise<boolean> {
    if (this.#ended !== null) return true
    const ended = await this.#store.find(this.#key.principal, this.#key.run).catch(() => null)
    // Another look may have found it meanwhile.
    if (ended === null || this.#ended !== null) return this.#ended !== null
    this.#ended = ended
    this.log.restore(ended.events)
    return true
  }
}

async function pause(signal: AbortSignal): Promise<void> {
  await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => {})
}
