import type { CaseResult, OutputChannel, PhaseName, Started } from '@sandrun/shared'

/** Who watches one run live. What it does with output decides the program's pace: see `Run.consumed`. */
export interface RunObserver {
  queued(position: number): void
  started(started: Omit<Started, 'type'>): void
  /** `cached`: there is nothing to do, as the program was compiled before. */
  phase(name: PhaseName, cached: boolean): void
  output(channel: OutputChannel, bytes: Uint8Array): void
  /** A case has ended; `index` counts from 0. */
  case(index: number, result: CaseResult): void
  /** `offset` counts from the first byte of stdin. */
  stdinTaken(offset: number): void
}

/** Nobody watches. */
export const IGNORE: RunObserver = { queued() {}, started() {}, phase() {}, output() {}, case() {}, stdinTaken() {} }
