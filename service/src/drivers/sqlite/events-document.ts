import { RunEventSchema, type RunEvent } from '@sandrun/shared'
import * as z from 'zod/mini'

/** Texts of more characters are stored beside the document: all that is in it is read and written in one turn. */
const LONG = 1024

/** Where a text stands, from key to key, and its length in UTF-8. */
const PlaceSchema = z.object({ path: z.array(z.union([z.string(), z.int()])), bytes: z.int() })

type Place = z.infer<typeof PlaceSchema>

const Events = z.array(RunEventSchema)
const EventsDocument = z.union([z.object({ events: Events, texts: z.array(PlaceSchema) }), Events])

/** Events without their long texts, and what those are, in order. */
export interface StoredEvents {
  document: string
  texts: string[]
}

/** What happened to a job as it is stored. The results of cases stand in their own events alone. */
export function writeEvents(events: readonly RunEvent[]): StoredEvents {
  const places: Place[] = []
  const texts: string[] = []
  const shorten = (value: unknown, path: Place['path']): unknown => {
    if (Array.isArray(value)) return value.map((one, index) => shorten(one, [...path, index]))
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shorten(one, [...path, key])]))
    }
    if (typeof value !== 'string' || value.length <= LONG) return value
    places.push({ path, bytes: Buffer.byteLength(value) })
    texts.push(value)
    return ''
  }
  const once = events.map((event) =>
    event.type === 'exit' && event.result.cases !== undefined
      ? { ...event, result: { ...event.result, cases: [] } }
      : event,
  )
  return { document: JSON.stringify({ events: shorten(once, []), texts: places }), texts }
}

/**
 * Reads what `writeEvents` wrote, and what was stored as one text, with every result twice. `next` gives so many bytes of the
 * texts that follow.
 */
export async function readEvents(document: string, next: (bytes: number) => Promise<string>): Promise<RunEvent[]> {
  const stored = EventsDocument.parse(JSON.parse(document))
  const { events, texts } = Array.isArray(stored) ? { events: stored, texts: [] } : stored
  for (const { path, bytes } of texts) put(events, path, await next(bytes))
  const cases = events.flatMap((event) => (event.type === 'case' ? [event.result] : []))
  return events.map((event) =>
    event.type === 'exit' && event.result.cases !== undefined
      ? { ...event, result: { ...event.result, cases } }
      : event,
  )
}

function put(holder: unknown, path: Place['path'], text: string): void {
  const [key, ...rest] = path
  if (key === undefined || typeof holder !== 'object' || holder === null) {
    throw new Error('A stored job has a text that belongs nowhere.')
  }
  if (rest.length === 0) Reflect.set(holder, key, text)
  else put(Reflect.get(holder, key), rest, text)
}
