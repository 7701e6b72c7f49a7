import { setTimeout as delay } from 'node:timers/promises'
import { type RunEvent, SandrunError } from '@sandrun/shared'
import { BEGINNING, type Position } from '../../run-log/log-event.ts'
import { yieldingJsonChunks } from '../../model/json-chunks.ts'
import type { RunStep } from './run-events.ts'

/** How often a silent stream sends a sign of life: proxies end streams that are silent for a minute. */
const HEARTBEAT_MS = 15_000

/** When a client that lost the stream should reconnect, in milliseconds. */
const RETRY_MS = 1000

/** `order.stdout.stderr` */
const POSITION = /^(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/

/**
 * A run's events as `text/event-stream` (WHATWG HTML, section 9.2), until its end. Takes an event only when its reader
 * wants one. `first` comes before the others. The signal ends it early.
 */
export async function* eventStream(
  steps: AsyncGenerator<RunStep>,
  first: IteratorResult<RunStep> | null,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield `retry: ${RETRY_MS}\n\n`
  let next = first === null ? steps.next() : Promise.resolve(first)
  while (!signal.aborted) {
    if (!(await happens(next, signal))) {
      yield ': heartbeat\n\n'
      continue
    }
    if (signal.aborted) return
    const step = await next
    if (step.done === true) return
    yield* encodeEvent(step.value.event, step.value.position)
    next = steps.next()
  }
}

/** The position of an event's id; the beginning without one. Throws a SandrunError when the id is invalid. */
export function parsePosition(lastEventId: string | undefined): Position {
  if (lastEventId === undefined || lastEventId === '') return BEGINNING
  const [, order, stdout, stderr] = POSITION.exec(lastEventId) ?? []
  if (order === undefined) {
    throw new SandrunError('invalid-request', '"Last-Event-ID": is not the id of an event of a run.', {
      field: 'Last-Event-ID',
      hint: 'Leave it out to start with the first event.',
    })
  }
  return { order: Number(order), stdout: Number(stdout), stderr: Number(stderr) }
}

async function* encodeEvent(event: RunEvent, { order, stdout, stderr }: Position): AsyncGenerator<string> {
  yield `id: ${order}.${stdout}.${stderr}\nevent: ${event.type}\ndata: `
  yield* yieldingJsonChunks(event)
  yield '\n\n'
}

/** Whether it happens before the next heartbeat is due. */
async function happens(change: Promise<unknown>, signal: AbortSignal): Promise<boolean> {
  const settled = new AbortController()
  const due = delay(HEARTBEAT_MS, false, { signal: AbortSignal.any([signal, settled.signal]), ref: false })
  try {
    return await Promise.race([change.then(() => true), due.catch(() => true)])
  } finally {
    settled.abort()
  }
}
