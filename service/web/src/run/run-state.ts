import type { RunResult, SandrunError } from '@sandrun/shared'

/** Where a run is, from the click to its end. */
export type RunState =
  | { name: 'idle' }
  | { name: 'connecting' }
  | { name: 'queued'; position: number }
  | { name: 'starting' }
  | { name: 'compiling' }
  | { name: 'running' }
  /** The connection was lost and is sought again; the program goes on. */
  | { name: 'reconnecting' }
  | { name: 'ended'; result: RunResult }
  /** The service refused it, or was lost. */
  | { name: 'failed'; error: SandrunError }
  /** Stopped before the service knew of it. */
  | { name: 'dropped' }

export function isGoing({ name }: RunState): boolean {
  return name !== 'idle' && name !== 'ended' && name !== 'failed' && name !== 'dropped'
}
