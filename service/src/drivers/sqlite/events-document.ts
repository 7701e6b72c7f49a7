import { RunEventSchema, type RunEvent } from '@sandrun/shared'
import * as z from 'zod/mini'
import { unhurriedJson } from '../../model/json-chunks.ts'

const EventsDocument = z.array(RunEventSchema)

/**
 * What happened to a job as the text that is stored. The results of cases stand in their own events alone. Others have their
 * turn meanwhile.
 */
export async function writeEvents(events: readonly RunEvent[]): Promise<string> {
  const once = events.map((event) =>
    event.type === 'exit' && event.result.cases !== undefined
      ? { ...event, result: { ...event.result, cases: [] } }
      : event,
  )
  const chunks: string[] = []
  for await (const chunk of unhurriedJson(once)) chunks.push(chunk)
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
