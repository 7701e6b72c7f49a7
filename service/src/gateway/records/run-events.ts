import { setTimeout as delay } from 'node:timers/promises'
import type { RunEvent } from '@sandrun/shared'
import { type Position, toRunEvent } from '../../run-log/log-event.ts'
import type { RunLog } from '../../run-log/run-log.ts'

/** An event, and the position after it. */
export interface RunStep {
  event: RunEvent
  position: Position
}

/** Bytes of output in one answer to another gateway: about that many. */
const BATCH_BYTES = 64 * 1024

/** Another gateway asks again after this long, in milliseconds, so that no question of a reader that left stays. */
const WAIT_MS = 10_000

/** The events of a log after a position, each when its reader wants it, until the run's end or the signal. */
export async function* eventsOf(log: RunLog, from: Position, signal: AbortSignal): AsyncGenerator<RunStep> {
  let position = from
  while (!signal.aborted) {
    const changed = log.changed()
    const next = log.next(position)
    if (next !== null) {
      ;({ position } = next)
      yield { event: toRunEvent(next.event), position }
    } else if (log.ended) return
    else await changed
  }
}

/** The next events for another gateway's reader. `waits`: as soon as there are any, but not for long. */
export async function readSome(
  log: RunLog,
  { after, waits }: { after: Position; waits: boolean },
): Promise<{ steps: RunStep[]; ended: boolean }> {
  const waited = new AbortController()
  const late = delay(waits ? WAIT_MS : 0, undefined, { signal: waited.signal, ref: false }).catch(() => {})
  try {
    while (log.next(after) === null && !log.ended) {
      const isLate = await Promise.race([log.changed().then(() => false), late.then(() => true)])
      if (isLate) break
    }
  } finally {
    waited.abort()
  }
  const steps: RunStep[] = []
  let [position, bytes] = [after, 0]
  for (let next = log.next(position); next !== null && bytes < BATCH_BYTES; next = log.next(position)) {
    ;({ position } = next)
    if (next.event.type === 'output') bytes += next.event.bytes.length
    steps.push({ event: toRunEvent(next.event), position })
  }
  return { steps, ended: log.ended && log.next(position) === null }
}
