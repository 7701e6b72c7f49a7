import type { RunRecord, RunSummary } from '@sandrun/shared'
import type { OtherGateways } from '../../ports/other-gateways.ts'
import type { Position } from '../../run-log/log-event.ts'
import { type ForeignKey, foreignEvents } from './foreign-events.ts'
import type { FoundRun } from './known-run.ts'
import type { RunStep } from './run-events.ts'

/** A run without a job that another gateway has, as it was a moment ago. */
export class ForeignRun implements FoundRun {
  readonly note = null
  readonly #gateways: OtherGateways
  readonly #key: ForeignKey
  readonly #record: RunRecord

  constructor(gateways: OtherGateways, key: ForeignKey, record: RunRecord) {
    this.#gateways = gateways
    this.#key = key
    this.#record = record
  }

  summary(): RunSummary {
    const { id, language, state, verdict, createdAt } = this.#record
    return { id, language, state, createdAt, ...(verdict !== undefined && { verdict }) }
  }

  record(): RunRecord {
    return this.#record
  }

  cancel(): void {
    // As on one machine, nobody waits for the effect.
    this.#gateways.askAll({ ...this.#key, type: 'cancel' }).catch(() => {})
  }

  events(from: Position, signal: AbortSignal): AsyncGenerator<RunStep> {
    // When its gateway is gone, nobody has its record.
    return foreignEvents(this.#gateways, this.#key, { from, signal, again: async () => false })
  }
}
