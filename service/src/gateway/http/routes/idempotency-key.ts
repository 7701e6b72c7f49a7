import type { IncomingHttpHeaders } from 'node:http'
import { SandrunError } from '@sandrun/shared'

/**
 * The `Idempotency-Key` of a request (IETF draft-ietf-httpapi-idempotency-key-header): a string of RFC 8941, with or
 * without its quotes. Null without one; throws `invalid-request` for an invalid one.
 */
export function idempotencyKey(headers: IncomingHttpHeaders): string | null {
  const header = headers['idempotency-key']?.toString().trim()
  if (header === undefined) return null
  const key = /^"([\x20-\x21\x23-\x5b\x5d-\x7e]{1,255})"$/.exec(header)?.[1] ?? /^[\w.:/+=-]{1,255}$/.exec(header)?.[0]
  if (key !== undefined) return key
  throw new SandrunError('invalid-request', '"Idempotency-Key": must be a string of 1 to 255 characters in quotes.', {
    field: 'Idempotency-Key',
    hint: 'Use a UUID.',
  })
}
