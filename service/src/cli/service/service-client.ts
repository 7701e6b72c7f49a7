import { ErrorResponseSchema, LanguagesResponseSchema, type LanguageInfo, SandrunError } from '@sandrun/shared'
import { connectUrl, RunClient, webSocketTransport } from '@sandrun/shared/client'
import { VERSION } from '../../model/version.ts'
import type { ServiceAddress } from './service-address.ts'

export async function connect({ url, token }: ServiceAddress, signal?: AbortSignal): Promise<RunClient> {
  try {
    const options = { client: `cli/${VERSION}`, token, signal }
    return await RunClient.connect(() => webSocketTransport(connectUrl(url)), options)
  } catch (error) {
    throw withAddress(error, url)
  }
}

export async function fetchLanguages({ url, token }: ServiceAddress, signal: AbortSignal): Promise<LanguageInfo[]> {
  const headers = token === undefined ? undefined : { authorization: `Bearer ${token}` }
  const response = await fetch(new URL('/v1/languages', url), { headers, signal }).catch((error: unknown) => {
    // Time that has run out is no answer; anything else that stops us is not the service's fault.
    if (!isTimeout(signal.reason)) signal.throwIfAborted()
    throw withAddress(new SandrunError('unreachable', 'The service does not answer.', { cause: error }), url)
  })
  const body: unknown = await response.json().catch(() => null)
  const refusal = ErrorResponseSchema.safeParse(body)
  if (!response.ok && refusal.success) throw SandrunError.fromBody(refusal.data.error)
  const answer = LanguagesResponseSchema.safeParse(body)
  if (answer.success) return answer.data.languages
  throw new SandrunError('unreachable', `What answers at ${url.origin} is no Sandrun service (${response.status}).`, {
    hint: 'Name one with --url, SANDRUN_URL or "sandrun config set url".',
  })
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError'
}

function withAddress(error: unknown, url: URL): unknown {
  if (!(error instanceof SandrunError) || error.code !== 'unreachable') return error
  return new SandrunError('unreachable', `No service answers at ${url.origin}.`, {
    hint: 'Start one with "sandrun serve", or name another with --url, SANDRUN_URL or "sandrun config set url".',
    cause: error,
  })
}
