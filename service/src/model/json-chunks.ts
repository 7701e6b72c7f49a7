import { setImmediate as nextTurn } from 'node:timers/promises'

/** Characters of JSON to make at a time. */
export const JSON_CHUNK = 64 * 1024

/** The JSON of a value, in pieces of about `JSON_CHUNK` characters. */
export function* jsonChunks(value: unknown): Generator<string, void> {
  let waiting = ''
  for (const piece of pieces(value)) {
    waiting += piece
    if (waiting.length < JSON_CHUNK) continue
    yield waiting
    waiting = ''
  }
  if (waiting !== '') yield waiting
}

/** The same, with a turn of the event loop between pieces, so that others can run meanwhile. */
export async function* yieldingJsonChunks(value: unknown): AsyncGenerator<string, void> {
  let isFirst = true
  for (const chunk of jsonChunks(value)) {
    if (!isFirst) await nextTurn()
    isFirst = false
    yield chunk
  }
}

function* pieces(value: unknown): Generator<string, void> {
  if (typeof value === 'string') yield* stringPieces(value)
  else if (Array.isArray(value)) yield* listPieces(value)
  else if (typeof value === 'object' && value !== null) yield* objectPieces(Object.entries(value))
  else yield JSON.stringify(value) ?? 'null'
}

/** A split pair of surrogates becomes two escapes, which mean the same (RFC 8259, section 7). */
function* stringPieces(text: string): Generator<string, void> {
  if (text.length <= JSON_CHUNK) return yield JSON.stringify(text)
  yield '"'
  for (let at = 0; at < text.length; at += JSON_CHUNK)
    yield JSON.stringify(text.slice(at, at + JSON_CHUNK)).slice(1, -1)
  yield '"'
}

function* listPieces(values: readonly unknown[]): Generator<string, void> {
  yield '['
  for (const [index, value] of values.entries()) {
    if (index > 0) yield ','
    yield* pieces(value)
  }
  yield ']'
}

function* objectPieces(entries: readonly [string, unknown][]): Generator<string, void> {
  let separator = '{'
  for (const [key, value] of entries) {
    if (value === undefined) continue
    yield `${separator}${JSON.stringify(key)}:`
    separator = ','
    yield* pieces(value)
  }
  yield separator === '{' ? '{}' : '}'
}
