import { RunEventSchema, type RunEvent } from '@sandrun/shared'
import * as z from 'zod/mini'

const EventsDocument = z.array(RunEventSchema)

/** What happened to a job as the text that is stored. The results of cases stand in their own events alone. */
export function writeEvents(events: readonly RunEvent[]): string {
  return JSON.stringify(
    events.map((event) =>
      event.type === 'exit' && event.result.cases !== undefined
        ? { ...event, result: { ...event.result, cases: [] } }
        : event,
    ),
  )
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
