import { ErrorResponseSchema, LanguagesResponseSchema, type LanguageInfo, SandrunError } from '@sandrun/shared'
import { connectUrl, RunClient, webSocketTransport } from '@sandrun/shared/client'
import { VERSION } from '../version.ts'

const DEFAULT_URL = 'http://127.0.0.1:8080'

/** The option of every command that asks a service. */
export const URL_OPTION = { type: 'string', value: 'URL', about: 'the service to use' } as const

/** A service, and what it takes to be let in. */
export interface ServiceAddress {
  url: URL
  token: string | undefined
}

/** The service to use: the option, the environment, this machine. Throws when it is no address. */
export function findService(option: string | undefined): ServiceAddress {
  const text = option ?? process.env['SANDRUN_URL'] ?? DEFAULT_URL
  if (URL.canParse(text)) return { url: new URL(text), token: process.env['SANDRUN_TOKEN'] }
  throw new SandrunError('unreachable', `"${text}" is not an address.`, { hint: `Write it as ${DEFAULT_URL}.` })
}

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
    signal.throwIfAborted()
    throw withAddress(new SandrunError('unreachable', 'The service does not answer.', { cause: error }), url)
  })
  const body: unknown = await response.json()
  if (!response.ok) throw SandrunError.fromBody(ErrorResponseSchema.parse(body).error)
  return LanguagesResponseSchema.parse(body).languages
}

function withAddress(error: unknown, url: URL): unknown {
  if (!(error instanceof SandrunError) || error.code !== 'unreachable') return error
  return new SandrunError('unreachable', `No service answers at ${url.origin}.`, {
    hint: 'Start one with "sandrun serve", or name another with --url or SANDRUN_URL.',
    cause: error,
  })
}
