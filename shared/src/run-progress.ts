import type { SandrunError } from './error-codes.ts'
import type { RunResult } from './run-result.ts'

/** Where a run is for its user, from the click to the end. */
export type RunProgress =
  | { name: 'connecting' }
  | { name: 'queued'; position: number }
  | { name: 'starting' }
  | { name: 'compiling' }
  /** `waiting`: for input. */
  | { name: 'running'; waiting: boolean }
  /** The connection was lost and the client restores it; the program continues. */
  | { name: 'reconnecting' }
  | { name: 'ended'; result: RunResult }
  /** The service refused it, or was lost. */
  | { name: 'failed'; error: SandrunError }
  /** Cancelled before the service knew of it. */
  | { name: 'dropped' }

const OVER: ReadonlySet<RunProgress['name']> = new Set<RunProgress['name']>(['ended', 'failed', 'dropped'])

export function isOver(state: RunProgress): boolean {
  return OVER.has(state.name)
}
