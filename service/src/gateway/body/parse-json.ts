import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { SandrunError } from '@sandrun/shared'
import { JsonScan, type LongText } from './json-scan.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A key by this name would be lost, or worse, when an object is copied key by key. */
const FORBIDDEN_KEY = '__proto__'

/** The key itself, and the start of the escapes of its characters (RFC 8259, section 7). */
const FORBIDDEN_SIGNS = [FORBIDDEN_KEY, String.raw`\u005`, String.raw`\u006`, String.raw`\u007`]

/** Reading this many bytes takes a millisecond. */
const LONG_BODY = 64 * 1024

/** Stands for a long text, with its number, while the rest is read. It is secret. */
const MARK = randomUUID()

type Pause = () => Promise<void> | void

/** Decodes text that must be UTF-8 (RFC 8259, section 8.1). Throws `invalid-json`. */
function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (error) {
    throw new SandrunError('invalid-json', 'The request body is not UTF-8.', { cause: error })
  }
}

/** Parses a JSON document. Throws `invalid-json`, or `invalid-request` for a forbidden key or too many parts. */
export function parseJson(text: string): unknown {
  const scan = new JsonScan(text)
  while (scan.step());
  return read(text)
}

/** Parses a body, with turns of the event loop between the steps, none of which is slow for a long one. */
export async function parseBody(bytes: Uint8Array): Promise<unknown> {
  const pause: Pause = bytes.length > LONG_BODY ? () => nextTurn() : () => {}
  const text = decodeUtf8(bytes)
  await pause()
  const scan = new JsonScan(text)
  while (scan.step()) await pause()
  await pause()
  const value = read(withMarks(text, scan.longTexts))
  await pause()
  if (scan.longTexts.length === 0) return value
  const texts: string[] = []
  for (const long of scan.longTexts) texts.push(await readLong(text, long, pause))
  return fill(value, texts)
}

function read(text: string): unknown {
  const refuse = (key: string, value: unknown): unknown => {
    if (key !== FORBIDDEN_KEY) return value
    throw new SandrunError('invalid-request', `"${key}": this name is not allowed.`, { field: key })
  }
  try {
    return FORBIDDEN_SIGNS.some((sign) => text.includes(sign)) ? JSON.parse(text, refuse) : JSON.parse(text)
  } catch (error) {
    if (error instanceof SandrunError) throw error
    throw new SandrunError('invalid-json', 'The request body is not JSON.', { cause: error })
  }
}

/** The document with a mark in place of each long text. */
function withMarks(text: string, longTexts: readonly LongText[]): string {
  let marked = ''
  let from = 0
  for (const [index, slices] of longTexts.entries()) {
    marked += text.slice(from, slices[0]) + MARK + index
    from = slices.at(-1) ?? from
  }
  return marked + text.slice(from)
}

async function readLong(text: string, slices: LongText, pause: Pause): Promise<string> {
  const pieces: unknown[] = []
  for (const [index, start] of slices.slice(0, -1).entries()) {
    pieces.push(read(`"${text.slice(start, slices[index + 1])}"`))
    await pause()
  }
  return pieces.join('')
}

/** Puts the long texts in place of their marks. */
function fill(value: unknown, texts: readonly string[]): unknown {
  if (typeof value === 'string') return value.startsWith(MARK) ? texts[Number(value.slice(MARK.length))] : value
  if (Array.isArray(value)) return value.map((one) => fill(one, texts))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, fill(one, texts)]))
}
