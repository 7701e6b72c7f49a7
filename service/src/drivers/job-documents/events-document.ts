import { RunEventSchema, type RunEvent } from '@sandrun/shared'
import * as z from 'zod/mini'
import { lengthen, PlaceSchema, shorten } from './long-texts.ts'

const Events = z.array(RunEventSchema)
const EventsDocument = z.union([z.object({ events: Events, texts: z.array(PlaceSchema) }), Events])

/** Events without their long texts, and those texts in order. */
export interface StoredEvents {
  document: string
  texts: string[]
}

/** The events of a job in their stored form. Only the events of cases hold the results of cases. */
export function writeEvents(events: readonly RunEvent[]): StoredEvents {
  const once = events.map((event) =>
    event.type === 'exit' && event.result.cases !== undefined
      ? { ...event, result: { ...event.result, cases: [] } }
      : event,
  )
  const { value, places, texts } = shorten(once)
  return { document: JSON.stringify({ events: value, texts: places }), texts }
}

/**
 * Reads what `writeEvents` wrote, and the older form: one text, with every result twice. `next` returns that many bytes
 * of the texts that follow.
 */
export async function readEvents(document: string, next: (bytes: number) => Promise<string>): Promise<RunEvent[]> {
  const stored = EventsDocument.parse(JSON.parse(document))
  const { events, texts } = Array.isArray(stored) ? { events: stored, texts: [] } : stored
  await lengthen(events, texts, next)
  const cases = events.flatMap((event) => (event.type === 'case' ? [event.result] : []))
  return events.map((event) =>
    event.type === 'exit' && event.result.cases !== undefined
      ? { ...event, result: { ...event.result, cases } }
      : event,
  )
}
