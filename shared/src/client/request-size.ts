import { SandrunError } from '../error-codes.ts'
import type { RunRequest } from '../run-request.ts'

/**
 * Why a request is not sent: it is larger than the service takes. `message` is the request in its final form. Null if
 * it may be sent; `most` is undefined if the service has not said.
 */
export function excessOf(request: RunRequest, message: string, most: number | undefined): SandrunError | null {
  const size = bytesOf(message)
  if (most === undefined || size <= most) return null
  const files = (request.files ?? []).map(({ path, content }) => ({ path, size: bytesOf(content) }))
  const [largest] = files.toSorted((a, b) => b.size - a.size)
  const what = largest === undefined || largest.size * 2 < size ? 'The request' : largest.path
  const sizes = `${megabytes(size)} MB to send, but this service accepts ${megabytes(most)} MB`
  return new SandrunError('too-large', `${what} is too large: ${sizes}.`)
}

function bytesOf(text: string): number {
  return new TextEncoder().encode(text).length
}

/** Rounds up, so that a size that is too large never looks allowed. */
function megabytes(bytes: number): number {
  return Math.ceil((bytes / 2 ** 20) * 10) / 10
}
