import { setImmediate as nextTurn } from 'node:timers/promises'
import { SandrunError } from '@sandrun/shared'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A key by this name would be lost, or worse, wherever an object is copied key by key. */
const FORBIDDEN_KEY = '__proto__'

/** The key as it is, and how the escape of any of its characters begins (RFC 8259, section 7). */
const FORBIDDEN_SIGNS = [FORBIDDEN_KEY, String.raw`\u005`, String.raw`\u006`, String.raw`\u007`]

/** Text that must be UTF-8 (RFC 8259, section 8.1). Throws `invalid-json`. */
function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (error) {
    throw new SandrunError('invalid-json', 'What was sent is not UTF-8.', { cause: error })
  }
}

/** Names of objects, and objects and arrays: reading so many takes some tens of milliseconds, and no request has as many. */
const MAX_PARTS = 50_000
const MAX_DEPTH = 64

/** Reading so many bytes takes a millisecond. */
const LONG_BODY = 64 * 1024

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a]
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Refuses what would hold up everybody while it is read: it is looked at once, without making anything of it. */
function checkShape(text: string): void {
  let depth = 0
  let parts = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) [depth, parts] = [depth + 1, parts + 1]
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--
    else if (code === COLON) parts++
    if (depth > MAX_DEPTH) throw new SandrunError('invalid-request', `JSON nested more than ${MAX_DEPTH} deep.`)
    if (parts > MAX_PARTS) {
      throw new SandrunError('invalid-request', `JSON with more than ${MAX_PARTS} names, objects and arrays.`)
    }
  }
}

/**
 * Where the string that begins at `start` ends: at a quote that no backslash takes away. It is searched for until one has a
 * backslash: where they are many, searches are slower than steps.
 */
function endOfString(text: string, start: number): number {
  const quote = text.indexOf('"', start + 1)
  if (quote === -1) return text.length
  let before = quote
  while (text.charCodeAt(before - 1) === BACKSLASH) before--
  if ((quote - before) % 2 === 0) return quote
  for (let at = quote + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) return at
    if (code === BACKSLASH) at++
  }
  return text.length
}

/** One JSON document. Throws `invalid-json`, and `invalid-request` for a key that no object may have, and a shape no request has. */
export function parseJson(text: string): unknown {
  checkShape(text)
  return read(text)
}

/** The same of a body, with a turn of the event loop after each step that a long one makes long. */
export async function parseBody(bytes: Uint8Array): Promise<unknown> {
  const pause = bytes.length > LONG_BODY ? nextTurn : (): void => {}
  const text = decodeUtf8(bytes)
  await pause()
  checkShape(text)
  await pause()
  const value = read(text)
  await pause()
  return value
}

function read(text: string): unknown {
  const refuse = (key: string, value: unknown): unknown => {
    if (key !== FORBIDDEN_KEY) return value
    throw new SandrunError('invalid-request', `"${key}": nothing can be called that.`, { field: key })
  }
  try {
    return FORBIDDEN_SIGNS.some((sign) => text.includes(sign)) ? JSON.parse(text, refuse) : JSON.parse(text)
  } catch (error) {
    if (error instanceof SandrunError) throw error
    throw new SandrunError('invalid-json', 'What was sent is no JSON.', { cause: error })
  }
}
