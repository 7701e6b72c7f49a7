import {
  type CaseResult,
  type OutputChannel,
  type PhaseName,
  type RunRecord,
  type RunResult,
  type RunState,
  type RunSummary,
  type SandrunError,
  type Started,
} from '@sandrun/shared'
import { IGNORE, type RunObserver } from '../run/observer.ts'
import { outputSize } from '../run/usage.ts'
import { EventLog } from './event-log.ts'
import type { KnownRun } from './known-run.ts'

export interface RunIdentity {
  id: string
  /** Whose run it is: nobody else gets to see it. */
  principal: string
  language: string
}

/** A run as it can be looked up while the process lives: it notes what happens, and passes it on to who watches. */
export class RecordedRun implements KnownRun, RunObserver {
  readonly identity: RunIdentity
  readonly createdAt: Date
  readonly log = new EventLog()
  #observer: RunObserver = IGNORE
  #cancel: () => void = () => {}
  #isCancelled = false
  #state: RunState = 'queued'
  #result: RunResult | null = null
  #error: SandrunError | null = null

  constructor(identity: RunIdentity, createdAt = new Date()) {
    this.identity = identity
    this.createdAt = createdAt
  }

  /** Who watches it from here on, and how it is cancelled. */
  begin(observer: RunObserver, cancel: () => void): void {
    this.#observer = observer
    this.#cancel = cancel
  }

  /** Roughly what it takes in memory, in bytes. */
  get size(): number {
    return this.log.size + (this.#result === null ? 0 : outputSize(this.#result))
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
    const verdict = this.#result?.verdict
    return {
      id,
      language,
      state: this.#state,
      ...(verdict !== undefined && { verdict }),
      createdAt: this.createdAt.toISOString(),
    }
  }

  record(): RunRecord {
    return {
      ...this.summary(),
      ...(this.#result !== null && { result: this.#result }),
      ...(this.#error !== null && { error: this.#error.toBody() }),
      timeline: this.log.timeline(),
    }
  }

  queued(position: number): void {
    this.log.append({ type: 'queued', position })
    this.#observer.queued(position)
  }

  started(started: Omit<Started, 'type'>): void {
    this.#observer.started(started)
    this.#state = 'running'
    this.log.append({ type: 'started', ...started })
  }

  phase(name: PhaseName, cached: boolean): void {
    this.log.append({ type: 'phase', name, ...(cached && { cached }) })
    this.#observer.phase(name, cached)
  }

  output(channel: OutputChannel, bytes: Uint8Array): void {
    this.log.appendOutput(channel, bytes)
    this.#observer.output(channel, bytes)
  }

  case(index: number, result: CaseResult): void {
    this.log.append({ type: 'case', index, result })
    this.#observer.case(index, result)
  }

  stdinTaken(offset: number): void {
    this.#observer.stdinTaken(offset)
  }

  /** The run has its result. */
  ended(result: RunResult): void {
    this.#state = 'ended'
    this.#result = result
    this.log.append({ type: 'exit', result })
  }

  /** The run never began. */
  failed(error: SandrunError): void {
    this.#state = 'ended'
    this.#error = error
    this.log.append({ type: 'error', ...error.toBody() })
  }
}
