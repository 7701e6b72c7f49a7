import { setTimeout as delay } from 'node:timers/promises'
import type { CaseResult, PhaseResult, RunEvent, RunResult, TextOrBase64 } from '@sandrun/shared'
import { type Position, toRunEvent } from '../../run-log/log-event.ts'
import type { RunLog } from '../../run-log/run-log.ts'

/** An event, and the position after it. */
export interface RunStep {
  event: RunEvent
  position: Position
}

/** Characters of output in one answer to another gateway: about that many, or one event. */
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
    } else if (log.ended) {
      if (!isBeyond(log, position)) return
      position = log.rejoined(position)
    } else await changed
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
  let [position, bytes] = [isBeyond(log, after) ? log.rejoined(after) : after, 0]
  for (let next = log.next(position); next !== null && bytes < BATCH_BYTES; next = log.next(position)) {
    ;({ position } = next)
    const event = toRunEvent(next.event)
    bytes += outputOf(event)
    steps.push({ event, position })
  }
  return { steps, ended: log.ended && log.next(position) === null }
}

/**
 * Whether a reader is beyond the end of a run: it read the events of a gateway that died, and the one that took the run
 * over has counted its events anew.
 */
function isBeyond(log: RunLog, position: Position): boolean {
  const last = log.ended ? log.events().at(-1) : undefined
  return last !== undefined && position.order > last.order
}

/** How many characters of output are in an event. */
function outputOf(event: RunEvent): number {
  if (event.type === 'output') return lengthOf(event.content)
  if (event.type !== 'case' && event.type !== 'exit') return 0
  const { result } = event
  const phases = [result.run, ...('compile' in result ? [result.compile] : []), ...casesOf(result)]
  return phases.reduce((sum, phase) => sum + (phase ? lengthOf(phase.stdout) + lengthOf(phase.stderr) : 0), 0)
}

const casesOf = (result: CaseResult | RunResult): (PhaseResult | undefined)[] =>
  'cases' in result ? (result.cases ?? []).map(({ run }) => run) : []

const lengthOf = (text: TextOrBase64): number => (typeof text === 'string' ? text : text.base64).length
