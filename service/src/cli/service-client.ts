import { ErrorResponseSchema, LanguagesResponseSchema, type LanguageInfo, SandrunError } from '@sandrun/shared'
import { connectUrl, RunClient, webSocketTransport } from '@sandrun/shared/client'
import { VERSION } from '../version.ts'

const DEFAULT_URL = 'http://127.0.0.1:8080'

/** Where the service is: the option, the environment, this machine. Throws when it is no address. */
export function serviceUrl(option: string | undefined): URL {
  const text = option ?? process.env['SANDRUN_URL'] ?? DEFAULT_URL
  if (URL.canParse(text)) return new URL(text)
  throw new SandrunError('unreachable', `"${text}" is not an address.`, { hint: `Write it as ${DEFAULT_URL}.` })
}

export async function connect(url: URL): Promise<RunClient> {
  const token = process.env['SANDRUN_TOKEN']
  try {
    return await RunClient.connect(() => webSocketTransport(connectUrl(url)), { client: `cli/${VERSION}`, token })
  } catch (error) {
    throw withAddress(error, url)
  }
}

export async function fetchLanguages(url: URL, signal: AbortSignal | null = null): Promise<LanguageInfo[]> {
  const response = await fetch(new URL('/v1/languages', url), { signal }).catch((error: unknown) => {
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
