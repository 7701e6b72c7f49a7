import * as z from 'zod/mini'

/**
 * The one registry of everything that can go wrong and be told to a client. `status` is the HTTP status the code
 * travels with, `retryable` whether the same request may succeed later without change, `hint` the next step for
 * a person when the place that raises the error has no better one.
 */
export const ERRORS = {
  'invalid-json': { status: 400, retryable: false, hint: 'Send one JSON document, UTF-8, without trailing text.' },
  'invalid-request': { status: 400, retryable: false, hint: 'docs/api.md lists every field with its type.' },
  'unknown-language': { status: 400, retryable: false, hint: 'GET /v1/languages lists what there is.' },
  'unknown-version': { status: 400, retryable: false, hint: 'Leave out "version" to take the one there is.' },
  'empty-program': { status: 400, retryable: false, hint: 'Write some code first.' },
  'path-refused': { status: 400, retryable: false, hint: 'Use a relative path with "/" between folders.' },
  'limit-too-high': { status: 400, retryable: false, hint: 'Ask for less, or ask the operator to raise the maximum.' },
  'webhook-refused': { status: 400, retryable: false, hint: 'The operator can allow it: SANDRUN_WEBHOOK_NETWORKS.' },
  unauthorized: { status: 401, retryable: false, hint: 'Sign in, or ask the operator for a token.' },
  'origin-refused': { status: 403, retryable: false, hint: 'The operator can allow it: SANDRUN_ORIGINS.' },
  'host-refused': { status: 403, retryable: false, hint: 'The operator can allow it: SANDRUN_HOSTS.' },
  forbidden: { status: 403, retryable: false, hint: 'Ask the operator for a token of the role it needs.' },
  'not-found': { status: 404, retryable: false, hint: 'docs/api.md lists the addresses there are.' },
  'method-not-allowed': { status: 405, retryable: false, hint: 'The header Allow lists what there is.' },
  'taken-over': { status: 409, retryable: false, hint: 'Only one client follows a run: the last that attached.' },
  'already-running': { status: 409, retryable: false, hint: 'Wait for the exit, or open a second connection.' },
  'session-busy': { status: 409, retryable: true, hint: 'One run at a time: wait for its end, or cancel it.' },
  'idempotency-key-reused': { status: 422, retryable: false, hint: 'Use a new key for another request.' },
  'request-timeout': { status: 408, retryable: true, hint: 'Send the request faster, or less of it.' },
  'too-large': { status: 413, retryable: false, hint: 'Send less, or ask the operator to raise the maximum.' },
  'unsupported-media-type': { status: 415, retryable: false, hint: 'Send the header content-type: application/json.' },
  'unsupported-protocol': { status: 426, retryable: false, hint: 'Update the older of the two, client or service.' },
  'protocol-violation': { status: 400, retryable: false, hint: 'docs/protocol.md shows the order of messages.' },
  'too-many-attempts': {
    status: 429,
    retryable: true,
    hint: 'Wait as long as "retryAfter" says, and check the token.',
  },
  'cap-reached': {
    status: 429,
    retryable: true,
    hint: 'Wait as long as "retryAfter" says, or ask the operator for more.',
  },
  'queue-full': { status: 429, retryable: true, hint: 'Try again in a moment.' },
  'too-many-sessions': { status: 429, retryable: true, hint: 'End one that is not needed.' },
  internal: { status: 500, retryable: false, hint: 'The service log says more, under the request id.' },
  'docker-unavailable': { status: 503, retryable: true, hint: 'Start Docker; "sandrun doctor" says what is wrong.' },
  'image-missing': { status: 503, retryable: false, hint: 'Build it: sandrun lang build <language>.' },
  'sandbox-failed': { status: 503, retryable: true, hint: '"sandrun doctor" says what is wrong.' },
  'identity-unavailable': { status: 503, retryable: true, hint: 'Try again in a moment, or sign in another way.' },
  'state-unavailable': {
    status: 503,
    retryable: false,
    hint: 'Give each service a SANDRUN_INSTANCE or SANDRUN_STATE_DIR of its own.',
  },
  'disk-full': { status: 503, retryable: true, hint: 'Make room: docker image prune, or a larger disk.' },
  overloaded: { status: 503, retryable: true, hint: 'Wait as long as "retryAfter" says.' },
  'cluster-unavailable': { status: 503, retryable: true, hint: 'Wait as long as "retryAfter" says.' },
  'not-in-cluster': {
    status: 501,
    retryable: false,
    hint: 'docs/operations.md, "Several machines", says what only a service on one machine can do yet.',
  },
  'shutting-down': { status: 503, retryable: true, hint: 'Try again when the service is back.' },
  // The last two arise in a client; no response carries them.
  unreachable: { status: 503, retryable: true, hint: 'Check the address, and that the service runs: sandrun serve.' },
  'connection-lost': { status: 503, retryable: false, hint: 'The program may have run: look before you repeat it.' },
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

/** What a client gets to see of an error. A code unknown to an older client stays readable: `message` says it all. */
export const ErrorBodySchema = z.object({
  code: z.string(),
  message: z.string(),
  hint: z.optional(z.string()),
  field: z.optional(z.string()),
  retryable: z.boolean(),
  /** Seconds after which it may succeed, where that is known; over HTTP also the header Retry-After. */
  retryAfter: z.optional(z.int()),
})

export type ErrorBody = z.infer<typeof ErrorBodySchema>

/** The body of every REST response that is not a success. */
export const ErrorResponseSchema = z.object({
  error: ErrorBodySchema,
  /** Under this id the service's log has the request; also in the header `x-request-id`. */
  requestId: z.optional(z.string()),
})

/** An error meant for the client, and only with what the client may see. */
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
    this.hint = details.hint ?? ERRORS[code].hint
    this.field = details.field
    this.retryAfter = details.retryAfter
  }

  /** The error a service has told of. A code this client does not know yet keeps its words. */
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

/** Anything thrown, as something a client may see: internals never leak. */
export function toSandrunError(error: unknown): SandrunError {
  if (error instanceof SandrunError) return error
  return new SandrunError('internal', 'The service failed in a way it does not know.', { cause: error })
}
