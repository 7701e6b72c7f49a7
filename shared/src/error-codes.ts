import * as z from 'zod/mini'

/**
 * The one registry of all errors that a client may see. `status` is the HTTP status of the code, `retryable` whether
 * the same request may succeed later without change, `hint` the next step for a person, unless the place that raises
 * the error has a better one.
 */
export const ERRORS = {
  'invalid-json': { status: 400, retryable: false, hint: 'Send one JSON document, UTF-8, without trailing text.' },
  'invalid-request': { status: 400, retryable: false, hint: 'docs/api.md lists every field with its type.' },
  'unknown-language': { status: 400, retryable: false, hint: 'GET /v1/languages lists the languages.' },
  'unknown-version': { status: 400, retryable: false, hint: 'Leave out "version" to use the installed one.' },
  'empty-program': { status: 400, retryable: false, hint: 'Write some code first.' },
  'path-refused': { status: 400, retryable: false, hint: 'Use a relative path with "/" between folders.' },
  'limit-too-high': { status: 400, retryable: false, hint: 'Ask for less, or ask the operator to raise the maximum.' },
  'webhook-refused': {
    status: 400,
    retryable: false,
    hint: 'The operator can allow it with SANDRUN_WEBHOOK_NETWORKS.',
  },
  unauthorized: { status: 401, retryable: false, hint: 'Sign in, or ask the operator for a token.' },
  'origin-refused': { status: 403, retryable: false, hint: 'The operator can allow it with SANDRUN_ORIGINS.' },
  'host-refused': { status: 403, retryable: false, hint: 'The operator can allow it with SANDRUN_HOSTS.' },
  forbidden: { status: 403, retryable: false, hint: 'Ask the operator for a token with the required role.' },
  'not-found': { status: 404, retryable: false, hint: 'docs/api.md lists every address.' },
  'method-not-allowed': { status: 405, retryable: false, hint: 'The header Allow lists the methods.' },
  'taken-over': { status: 409, retryable: false, hint: 'Only the client that attached last follows a run.' },
  'already-running': { status: 409, retryable: false, hint: 'Wait for the run to end or open a second connection.' },
  'session-busy': {
    status: 409,
    retryable: true,
    hint: 'A session runs one program at a time. Wait for the run to end or cancel it.',
  },
  'idempotency-key-reused': { status: 422, retryable: false, hint: 'Use a new key for each request.' },
  'request-timeout': { status: 408, retryable: true, hint: 'Send the request faster or make it smaller.' },
  'too-large': { status: 413, retryable: false, hint: 'Send less, or ask the operator to raise the maximum.' },
  'unsupported-media-type': { status: 415, retryable: false, hint: 'Send the header content-type: application/json.' },
  'unsupported-protocol': {
    status: 426,
    retryable: false,
    hint: 'Update the client or the service, whichever is older.',
  },
  'protocol-violation': { status: 400, retryable: false, hint: 'docs/protocol.md shows the order of messages.' },
  'too-many-attempts': {
    status: 429,
    retryable: true,
    hint: 'Check the token, wait {retryAfter}, then try again.',
  },
  'cap-reached': {
    status: 429,
    retryable: true,
    hint: 'Wait {retryAfter} or ask the operator for more.',
  },
  'queue-full': { status: 429, retryable: true, hint: 'Try again in a moment.' },
  'too-many-sessions': { status: 429, retryable: true, hint: 'End a session that you no longer need.' },
  internal: { status: 500, retryable: false, hint: 'The log has details.' },
  'docker-unavailable': { status: 503, retryable: true, hint: 'Start Docker. To find the problem: sandrun doctor' },
  'image-missing': { status: 503, retryable: false, hint: 'Build it: sandrun lang build <language>.' },
  'sandbox-failed': { status: 503, retryable: true, hint: 'To find the problem: sandrun doctor' },
  'identity-unavailable': { status: 503, retryable: true, hint: 'Try again in a moment, or sign in another way.' },
  'state-unavailable': {
    status: 503,
    retryable: false,
    hint: 'Give each service its own SANDRUN_INSTANCE or SANDRUN_STATE_DIR.',
  },
  'disk-full': { status: 503, retryable: true, hint: 'Free some space (docker image prune) or use a larger disk.' },
  overloaded: { status: 503, retryable: true, hint: 'Wait {retryAfter}, then try again.' },
  'cluster-unavailable': {
    status: 503,
    retryable: true,
    hint: 'Wait {retryAfter}, then try again.',
  },
  'not-in-cluster': {
    status: 501,
    retryable: false,
    hint: 'Use a service on one machine. See "Several machines" in docs/operations.md.',
  },
  'shutting-down': { status: 503, retryable: true, hint: 'Try again when the service is back.' },
  // The last two arise in a client; no response carries them.
  unreachable: { status: 503, retryable: true, hint: 'Check the address, or start the service: sandrun serve' },
  'connection-lost': {
    status: 503,
    retryable: false,
    hint: 'The program may have run. Check before you run it again.',
  },
} as const satisfies Record<string, ErrorFacts>

interface ErrorFacts {
  status: number
  retryable: boolean
  hint: string
}

export type ErrorCode = keyof typeof ERRORS

export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code)
}

/** The part of an error that a client sees. Older clients can still read an unknown code: `message` says it all. */
export const ErrorBodySchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.optional(z.string()),
  field: z.optional(z.string()),
  retryable: z.boolean(),
  /** Seconds after which a retry may succeed, if known; over HTTP also the header Retry-After. */
  retryAfter: z.optional(z.int()),
})

export type ErrorBody = z.infer<typeof ErrorBodySchema>

/** The body of every REST response that is not a success. */
export const ErrorResponseSchema = z.object({
  error: ErrorBodySchema,
  /** The request's id in the service's log; also in the header `x-request-id`. */
  requestId: z.optional(z.string()),
})

/** An error meant for the client, with only what the client may see. */
export class SandrunError extends Error {
  override readonly name = 'SandrunError'
  readonly code: ErrorCode
  readonly hint: string
  readonly field: string | undefined
  /** In seconds. */
  readonly retryAfter: number | undefined

  constructor(
    code: ErrorCode,
    message: string,
    details: {
      hint?: string | undefined
      field?: string | undefined
      retryAfter?: number | undefined
      cause?: unknown
    } = {},
  ) {
    super(message, { cause: details.cause })
    this.code = code
    this.field = details.field
    this.retryAfter = details.retryAfter
    const wait = this.retryAfter === undefined ? 'a moment' : `${this.retryAfter} s`
    this.hint = details.hint ?? ERRORS[code].hint.replace('{retryAfter}', wait)
  }

  /** The error that a service has sent. A code that this client does not know keeps its message. */
  static fromBody({ code, message, hint, field, retryAfter }: ErrorBody): SandrunError {
    return new SandrunError(isErrorCode(code) ? code : 'internal', message, { hint, field, retryAfter })
  }

  get status(): number {
    return ERRORS[this.code].status
  }

  toBody(): ErrorBody {
    const { retryable } = ERRORS[this.code]
    return {
      code: this.code,
      message: this.message,
      hint: this.hint,
      ...(this.field !== undefined && { field: this.field }),
      retryable,
      ...(this.retryAfter !== undefined && { retryAfter: this.retryAfter }),
    }
  }
}

/** Turns anything thrown into what a client may see, without internals. The log has more under the id `request`. */
export function toSandrunError(error: unknown, request?: string): SandrunError {
  if (error instanceof SandrunError) return error
  return new SandrunError('internal', `Internal error${request === undefined ? '' : ` (request ${request})`}.`, {
    cause: error,
  })
}
