import { setImmediate as nextTurn } from 'node:timers/promises'
import { RunEventSchema, type RunEvent } from '@sandrun/shared'
import * as z from 'zod/mini'
import { JSON_CHUNK, jsonChunks } from '../../model/json-chunks.ts'

/** Characters made without a pause: some milliseconds' work. */
const TURN = 64 * JSON_CHUNK

const EventsDocument = z.array(RunEventSchema)

/**
 * What happened to a job as the text that is stored. The results of cases stand in their own events alone. Others have their
 * turn where it is long; what is short is made at once, since a client may have heard of the end already.
 */
export async function writeEvents(events: readonly RunEvent[]): Promise<string> {
  const once = events.map((event) =>
    event.type === 'exit' && event.result.cases !== undefined
      ? { ...event, result: { ...event.result, cases: [] } }
      : event,
  )
  const chunks: string[] = []
  for (const chunk of jsonChunks(once)) {
    chunks.push(chunk)
    if ((chunks.length * JSON_CHUNK) % TURN === 0) await nextTurn()
  }
  return chunks.join('')
}

/** Reads what `writeEvents` wrote, and what was stored with every result twice. */
export function readEvents(text: string): RunEvent[] {
  const events = EventsDocument.parse(JSON.parse(text))
  const cases = events.flatMap((event) => (event.type === 'case' ? [event.result] : []))
  return events.map((event) =>
    event.type === 'exit' && event.result.cases !== undefined
      ? { ...event, result: { ...event.result, cases } }
      : event,
  )
}
