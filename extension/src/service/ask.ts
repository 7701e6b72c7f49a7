import { ErrorResponseSchema, SandrunError } from '@sandrun/shared'
import type { HttpGet } from './connector.ts'

/** How long a service may take to answer, in milliseconds. */
export const ANSWER_TIMEOUT_MS = 10_000

/** Asks a service over HTTP; it may answer that it will not. Throws `unreachable` when it does not answer. */
export async function ask(
  get: HttpGet,
  url: URL,
  { accept = 'application/json', signal }: { accept?: string; signal?: AbortSignal } = {},
): Promise<Response> {
  const timeout = AbortSignal.timeout(ANSWER_TIMEOUT_MS)
  try {
    return await get(url, {
      headers: { accept },
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    })
  } catch (error) {
    throw new SandrunError('unreachable', `The service does not answer (${reasonOf(error)}).`, { cause: error })
  }
}

/** fetch hides why it failed one `cause` below, and a failed attempt at both IPv4 and IPv6 has only a code. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? error.cause : error
  if (cause.message !== '') return cause.message
  return 'code' in cause ? String(cause.code) : cause.name
}

/** What a service said in place of an answer. */
export function refused(response: Response, body: unknown): SandrunError {
  const parsed = ErrorResponseSchema.safeParse(body)
  if (parsed.success) return SandrunError.fromBody(parsed.data.error)
  return new SandrunError('unreachable', `Something else answers there (HTTP ${response.status}).`)
}
