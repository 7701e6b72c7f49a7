import { setImmediate as nextTurn } from 'node:timers/promises'
import { SandrunError } from '@sandrun/shared'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A key by this name would be lost, or worse, when an object is copied key by key. */
const FORBIDDEN_KEY = '__proto__'

/** The key itself, and the start of the escapes of its characters (RFC 8259, section 7). */
const FORBIDDEN_SIGNS = [FORBIDDEN_KEY, String.raw`\u005`, String.raw`\u006`, String.raw`\u007`]

/** Decodes text that must be UTF-8 (RFC 8259, section 8.1). Throws `invalid-json`. */
function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (error) {
    throw new SandrunError('invalid-json', 'The request body is not UTF-8.', { cause: error })
  }
}

/** The most names, objects and arrays: reading these takes tens of milliseconds, and no request needs more. */
const MAX_PARTS = 50_000
const MAX_DEPTH = 64

/** Reading this many bytes takes a millisecond. */
const LONG_BODY = 64 * 1024

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a]
const [OPEN_BRACKET, CLOSE_BRACKET, OPEN_BRACE, CLOSE_BRACE] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Refuses JSON that would block the event loop, by a single scan that builds no values. */
function checkShape(text: string): void {
  let depth = 0
  let parts = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) [depth, parts] = [depth + 1, parts + 1]
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth--
    else if (code === COLON) parts++
    if (depth > MAX_DEPTH)
      throw new SandrunError('invalid-request', `The JSON is nested more than ${MAX_DEPTH} levels deep.`)
    if (parts > MAX_PARTS) {
      throw new SandrunError('invalid-request', `The JSON has more than ${MAX_PARTS} names, objects and arrays.`)
    }
  }
}

/**
 * The end of the string that begins at `start`: the next quote without a backslash. Searches for quotes until one has a
 * backslash: with many of them, searching is slower than stepping.
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

/** Parses a JSON document. Throws `invalid-json`, or `invalid-request` for a forbidden key or too many parts. */
export function parseJson(text: string): unknown {
  checkShape(text)
  return read(text)
}

/** Parses a body, with a turn of the event loop after each step that is slow for a long one. */
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
    throw new SandrunError('invalid-request', `"${key}": this name is not allowed.`, { field: key })
  }
  try {
    return FORBIDDEN_SIGNS.some((sign) => text.includes(sign)) ? JSON.parse(text, refuse) : JSON.parse(text)
  } catch (error) {
    if (error instanceof SandrunError) throw error
    throw new SandrunError('invalid-json', 'The request body is not JSON.', { cause: error })
  }
}
