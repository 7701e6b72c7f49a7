import { isOver, type RunProgress } from '@sandrun/shared'

/** Where the page's run is; `idle` before the first. */
export type RunState = RunProgress | { name: 'idle' }

export function isGoing(state: RunState): boolean {
  return state.name !== 'idle' && !isOver(state)
}
