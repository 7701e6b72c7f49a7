import { BEGINNING, type LogEvent, type Position } from './log-event.ts'
import type { RunLog } from './run-log.ts'

/**
 * Passes every event of a log to a reader, up to and including the end. A reader must not throw. Call the returned
 * function to stop.
 */
export function readLog(log: RunLog, read: (event: LogEvent) => void, from: Position = BEGINNING): () => void {
  let position: Position | null = from
  const proceed = (): void => {
    while (position !== null) {
      const next = log.next(position)
      if (next === null) return
      ;({ position } = next)
      read(next.event)
    }
  }
  const unfollow = log.follow(proceed)
  proceed()
  return () => {
    position = null
    unfollow()
  }
}
