import type { RunRecord, RunResult, RunSummary, SandrunError } from '@sandrun/shared'
import { outputSize } from '../../model/usage.ts'
import { RunLog } from '../../run-log/run-log.ts'
import type { AdapterNote } from '../../ports/job-store.ts'
import type { KnownRun } from './known-run.ts'

export interface RunIdentity {
  id: string
  /** Whose run it is: nobody else gets to see it. */
  principal: string
  language: string
}

/** A run as it can be looked up while the process lives. */
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

  /** How it is cancelled from here on, until its end: whatever cancels it holds its program, too. */
  onCancel(cancel: () => void): void {
    if (!this.log.ended) this.#cancel = cancel
  }

  /** Roughly what it takes in memory, in bytes. */
  get size(): number {
    return this.log.size + (this.log.result === null ? 0 : outputSize(this.log.result))
  }

  /** Whether it was asked to be cancelled. */
  get isCancelled(): boolean {
    return this.#isCancelled
  }

  cancel(): void {
    this.#isCancelled = true
    this.#cancel()
  }

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
