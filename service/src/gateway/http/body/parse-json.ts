import { SandrunError } from '@sandrun/shared'

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A key by this name would be lost, or worse, wherever an object is copied key by key. */
const FORBIDDEN_KEY = '__proto__'

/** Says whether a text may have that key, however it is escaped. */
const MAY_BE_FORBIDDEN = /__proto__|\\u005f/i

/** Text that must be UTF-8 (RFC 8259, section 8.1). Throws `invalid-json`. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch (error) {
    throw new SandrunError('invalid-json', 'What was sent is not UTF-8.', { cause: error })
  }
}

/** One JSON document. Throws `invalid-json`, and `invalid-request` for a key that no object may have. */
export function parseJson(text: string): unknown {
  const refuse = (key: string, value: unknown): unknown => {
    if (key !== FORBIDDEN_KEY) return value
    throw new SandrunError('invalid-request', `"${key}": nothing can be called that.`, { field: key })
  }
  try {
    return MAY_BE_FORBIDDEN.test(text) ? JSON.parse(text, refuse) : JSON.parse(text)
  } catch (error) {
    if (error instanceof SandrunError) throw error
    throw new SandrunError('invalid-json', 'What was sent is no JSON.', { cause: error })
  }
}
