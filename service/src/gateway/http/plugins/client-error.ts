import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type ErrorCode, SandrunError } from '@sandrun/shared'

/** Answers for requests that Node's parser can't read, by its error codes (nodejs.org/api/errors.html). */
const REASONS: Readonly<Record<string, Reason>> = {
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    code: 'invalid-request',
    message: 'The headers are too long.',
  },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: '413 Content Too Large',
    code: 'too-large',
    message: 'The chunk extensions are too long.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    code: 'request-timeout',
    message: 'The request did not arrive in time.',
  },
}

const MALFORMED: Reason = {
  status: '400 Bad Request',
  code: 'invalid-request',
  message: 'This is not an HTTP request.',
}

interface Reason {
  status: string
  code: ErrorCode
  message: string
}

/** Answers input that never becomes a request, in the form of every other error. */
export function answerClientError(error: Error & { code?: string }, socket: Socket): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy()
  const { status, code, message } = REASONS[error.code ?? ''] ?? MALFORMED
  const body = JSON.stringify({ error: new SandrunError(code, message).toBody() })
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

/** Answers an `Expect` other than `100-continue` (RFC 9110, section 10.1.1), before Node makes a request of it. */
export function answerExpectation({ headers }: IncomingMessage, response: ServerResponse): void {
  const error = new SandrunError(
    'invalid-request',
    `This service does not support "Expect: ${headers.expect ?? ''}".`,
    {
      field: 'Expect',
    },
  )
  response.writeHead(417, { 'content-type': 'application/json; charset=utf-8', connection: 'close' })
  response.end(JSON.stringify({ error: error.toBody() }))
}
