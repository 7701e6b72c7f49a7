import { ErrorResponseSchema, LanguagesResponseSchema, type LanguageInfo, SandrunError } from '@sandrun/shared'
import { connectUrl, RunClient, webSocketTransport } from '@sandrun/shared/client'
import { VERSION } from '../../model/version.ts'
import { getJson } from './get-json.ts'
import { socketTransport } from './socket-transport.ts'
import type { ServiceAddress } from './service-address.ts'

export async function connect({ url, token }: ServiceAddress, signal?: AbortSignal): Promise<RunClient> {
  try {
    const options = { client: `cli/${VERSION}`, token, signal }
    // Only Node's own transport uses the proxies that the environment names.
    const openTransport = process.env['NODE_USE_ENV_PROXY'] === undefined ? socketTransport : webSocketTransport
    return await RunClient.connect(() => openTransport(connectUrl(url)), options)
  } catch (error) {
    throw withAddress(error, url)
  }
}

export async function fetchLanguages({ url, token }: ServiceAddress, signal: AbortSignal): Promise<LanguageInfo[]> {
  const headers: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` }
  const { status, body } = await getJson(new URL('/v1/languages', url), { headers, signal }).catch((error: unknown) => {
    // A timeout means no answer; other aborts are not the service's fault.
    if (!isTimeout(signal.reason)) signal.throwIfAborted()
    throw withAddress(new SandrunError('unreachable', 'The service does not answer.', { cause: error }), url)
  })
  const refusal = ErrorResponseSchema.safeParse(body)
  if (status >= 400 && refusal.success) throw SandrunError.fromBody(refusal.data.error)
  const answer = LanguagesResponseSchema.safeParse(body)
  if (answer.success) return answer.data.languages
  throw new SandrunError('unreachable', `${url.origin} is not a Sandrun service (HTTP ${status}).`, {
    hint: 'Set the address with --url, SANDRUN_URL or "sandrun config set url".',
  })
}

function isTimeout(reason: unknown): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError'
}

function withAddress(error: unknown, url: URL): unknown {
  if (!(error instanceof SandrunError) || error.code !== 'unreachable') return error
  return new SandrunError('unreachable', `No service answers at ${url.origin}.`, {
    hint: 'Start one with "sandrun serve", or set another address with --url, SANDRUN_URL or "sandrun config set url".',
    cause: error,
  })
}
