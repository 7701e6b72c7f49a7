import { isOver, type RunProgress } from '@sandrun/shared'

/** The state of the page's run; `idle` before the first. */
export type RunState = RunProgress | { name: 'idle' }

export function isActive(state: RunState): boolean {
  return state.name !== 'idle' && !isOver(state)
}
