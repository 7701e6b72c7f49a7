import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { SandrunError } from '@sandrun/shared'
import type { Config } from '../config.ts'
import { hostName, isLoopback } from './addresses.ts'

/** Headers by which a proxy says that the request came from elsewhere. */
const FORWARDING_HEADERS = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'] as const

/**
 * Who asks. A shown token must be the configured one. Without a token anyone on this machine may ask, as long as the
 * service is bound to loopback, is addressed by a loopback name, and no proxy stands in between: behind a proxy
 * everyone looks like loopback. Throws `unauthorized`.
 */
export function identify(
  { host, token: expected }: Pick<Config, 'host' | 'token'>,
  headers: IncomingHttpHeaders,
  token: string | undefined,
): string {
  if (token !== undefined) {
    if (expected !== null && isSameSecret(token, expected)) return 'token'
    throw new SandrunError('unauthorized', 'The token is not valid.')
  }
  const isLocal = isLoopback(host) && isLoopback(hostName(headers.host ?? ''))
  const isForwarded = FORWARDING_HEADERS.some((name) => headers[name] !== undefined)
  if (expected === null && isLocal && !isForwarded) return 'anonymous'
  throw new SandrunError('unauthorized', 'This service asks for a token.')
}

/** The token of an Authorization header (RFC 6750), or undefined when there is none. */
export function bearerToken({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1]
}

function isSameSecret(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(expected))
}
