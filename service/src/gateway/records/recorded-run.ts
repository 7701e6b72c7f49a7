import type { RunRecord, RunResult, RunSummary, SandrunError } from '@sandrun/shared'
import { outputSize } from '../../model/usage.ts'
import type { Position } from '../../run-log/log-event.ts'
import { RunLog } from '../../run-log/run-log.ts'
import type { AdapterNote } from '../../ports/job-store.ts'
import type { KnownRun } from './known-run.ts'
import { eventsOf, type RunStep } from './run-events.ts'

export interface RunIdentity {
  id: string
  /** The run's owner: no other principal can see it. */
  principal: string
  language: string
}

/** A run in this process's memory that can be looked up. */
export class RecordedRun implements KnownRun {
  readonly identity: RunIdentity
  readonly createdAt: Date
  readonly log = new RunLog()
  readonly note: AdapterNote | null
  #cancel: () => void = () => {}
  #isCancelled = false
  #error: SandrunError | null = null

  constructor(identity: RunIdentity, createdAt = new Date(), note: AdapterNote | null = null) {
    this.identity = identity
    this.note = note
    this.createdAt = createdAt
  }

  /** Sets how to cancel it, until its end: the function holds its program, too. */
  onCancel(cancel: () => void): void {
    if (!this.log.ended) this.#cancel = cancel
  }

  /** Its approximate size in memory, in bytes. */
  get size(): number {
    return this.log.size + (this.log.result === null ? 0 : outputSize(this.log.result))
  }

  /** Whether its cancellation was requested. */
  get isCancelled(): boolean {
    return this.#isCancelled
  }

  cancel(): void {
    this.#isCancelled = true
    this.#cancel()
  }

  events(from: Position, signal: AbortSignal): AsyncGenerator<RunStep> {
    return eventsOf(this.log, from, signal)
  }

  watch(): void {}

  summary(): RunSummary {
    const { id, language } = this.identity
    const verdict = this.log.result?.verdict
    return {
      id,
      language,
      state: this.log.state,
      ...(verdict !== undefined && { verdict }),
      createdAt: this.createdAt.toISOString(),
    }
  }

  record(): RunRecord {
    return {
      ...this.summary(),
      ...(this.log.result !== null && { result: this.log.result }),
      ...(this.#error !== null && { error: this.#error.toBody() }),
      timeline: this.log.timeline(),
    }
  }

  /** The run has its result. */
  ended(result: RunResult): void {
    this.log.append({ type: 'exit', result })
    this.#cancel = () => {}
  }

  /** The run never began. */
  failed(error: SandrunError): void {
    this.#error = error
    this.log.append({ type: 'error', ...error.toBody() })
    this.#cancel = () => {}
  }
}
