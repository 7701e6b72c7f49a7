import type { RunResult, SandrunError } from '@sandrun/shared'

/** Where a run is, from the click to its end. */
export type RunState =
  | { name: 'connecting' }
  | { name: 'queued'; position: number }
  | { name: 'starting' }
  | { name: 'compiling' }
  | { name: 'running' }
  /** The connection broke and is sought again; the program runs on meanwhile. */
  | { name: 'reconnecting' }
  | { name: 'ended'; result: RunResult }
  | { name: 'failed'; error: SandrunError }
  /** Given up before the service had it. */
  | { name: 'dropped' }

const OVER: ReadonlySet<RunState['name']> = new Set<RunState['name']>(['ended', 'failed', 'dropped'])

export function isOver(state: RunState): boolean {
  return OVER.has(state.name)
}
