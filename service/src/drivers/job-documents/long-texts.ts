import * as z from 'zod/mini'

/** Longer texts, in characters, are stored beside the document: a document is read and written in one turn. */
const LONG = 1024

/** The path of keys to a text, and its length in UTF-8. */
export const PlaceSchema = z.object({ path: z.array(z.union([z.string(), z.int()])), bytes: z.int() })

type Place = z.infer<typeof PlaceSchema>

/** A value without its long texts, and those texts in order. */
export interface Shortened {
  value: unknown
  places: Place[]
  texts: string[]
}

/** Takes the long texts out of a JSON value. */
export function shorten(value: unknown): Shortened {
  const places: Place[] = []
  const texts: string[] = []
  const visit = (part: unknown, path: Place['path']): unknown => {
    if (Array.isArray(part)) return part.map((one, index) => visit(one, [...path, index]))
    if (typeof part === 'object' && part !== null) {
      return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, visit(one, [...path, key])]))
    }
    if (typeof part !== 'string' || part.length <= LONG) return part
    places.push({ path, bytes: Buffer.byteLength(part) })
    texts.push(part)
    return ''
  }
  return { value: visit(value, []), places, texts }
}

/** Puts the long texts back in their places. `next` returns that many bytes of the texts that follow. */
export async function lengthen(
  value: unknown,
  places: readonly Place[],
  next: (bytes: number) => Promise<string>,
): Promise<void> {
  for (const { path, bytes } of places) put(value, path, await next(bytes))
}

function put(holder: unknown, path: Place['path'], text: string): void {
  const [key, ...rest] = path
  if (key === undefined || typeof holder !== 'object' || holder === null) {
    throw new Error('A stored job has a text that belongs nowhere.')
  }
  if (rest.length === 0) Reflect.set(holder, key, text)
  else put(Reflect.get(holder, key), rest, text)
}
