import type { Socket } from 'node:net'
import { SandrunError } from '@sandrun/shared'

/** What Node's parser could not take for a request, by its codes (nodejs.org/api/errors.html), and its answer. */
const REASONS: Readonly<Record<string, { status: string; message: string }>> = {
  HPE_HEADER_OVERFLOW: { status: '431 Request Header Fields Too Large', message: 'The headers are too long.' },
  ERR_HTTP_REQUEST_TIMEOUT: { status: '408 Request Timeout', message: 'The request did not come to its end in time.' },
}

const MALFORMED = { status: '400 Bad Request', message: 'This is no HTTP request.' }

/** Answers what never becomes a request, in the shape of every other error. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const { status, message } = REASONS[error.code ?? ''] ?? MALFORMED
  const body = JSON.stringify({ error: new SandrunError('invalid-request', message).toBody() })
  socket.end(
    [
      `HTTP/1.1 ${status}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  )
}
