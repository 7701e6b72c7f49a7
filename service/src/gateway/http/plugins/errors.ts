import { type ErrorCode, SandrunError, toSandrunError } from '@sandrun/shared'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { callerLeft } from '../../body/caller-left.ts'

/** A string is answered as JSON, too. `given` is the body of the request, if it was read. */
type ToBody = (error: SandrunError, requestId: string, given: unknown) => object | string

const registryBody: ToBody = (error, requestId) => ({ error: error.toBody(), requestId })

/** Gives every error the form of the registry; unknown errors become `internal`, with details only in the log. */
export function registerErrors(app: FastifyInstance): void {
  answerErrors(app, registryBody)
  app.setNotFoundHandler((request) => {
    throw new SandrunError('not-found', `Unknown address: ${request.method} ${request.url.split('?')[0]}.`)
  })
}

/** Answers all errors of `app` with this body, and the status of the code unless another API has its own. */
export function answerErrors(app: FastifyInstance, toBody: ToBody, statusOf?: (error: SandrunError) => number): void {
  app.setErrorHandler((thrown: FastifyError, request, reply) => answerError(thrown, request, reply, toBody, statusOf))
}

/** Answers one request with an error, in the registry's form by default. */
export function answerError(
  thrown: FastifyError,
  request: Pick<FastifyRequest, 'id' | 'log' | 'body'>,
  reply: FastifyReply,
  toBody = registryBody,
  statusOf = (error: SandrunError): number => error.status,
): void {
  const error = hasLeft(thrown, reply) ? callerLeft(thrown) : translate(thrown, request.id)
  if (error.code === 'internal') request.log.error({ err: thrown }, 'a request failed')
  else request.log.debug({ code: error.code }, 'a request was refused')
  if (error.retryAfter !== undefined) reply.header('retry-after', error.retryAfter)
  reply.header('x-request-id', request.id).status(statusOf(error))
  const body = toBody(error, request.id, request.body)
  if (typeof body === 'string') reply.type('application/json; charset=utf-8').send(JSON.stringify(body))
  else reply.send(body)
}

/** Errors of streams that were cut off (nodejs.org/api/errors.html). */
const CUT_OFF: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ERR_STREAM_DESTROYED',
  'ERR_STREAM_PREMATURE_CLOSE',
])

/** Whether a request failed because its client has left. */
function hasLeft({ code }: FastifyError, { raw }: FastifyReply): boolean {
  return raw.destroyed && CUT_OFF.has(code)
}

/** Sandrun's codes for the framework's refusals, by status. */
const BY_STATUS: ReadonlyMap<number, ErrorCode> = new Map([
  [404, 'not-found'],
  [405, 'method-not-allowed'],
  [408, 'request-timeout'],
  [413, 'too-large'],
  // The address is longer than any route.
  [414, 'not-found'],
  [415, 'unsupported-media-type'],
])

/** Sandrun's messages for common errors; for the rest, those of Fastify's reference, Errors.md, will do. */
const MESSAGES: Readonly<Record<string, string>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'A request body must be application/json.',
  FST_ERR_BAD_URL: 'The address is malformed.',
  FST_ERR_MAX_PARAM_LENGTH: 'The address is too long.',
}

/** The framework's own errors about a request are the client's; all others are internal. */
function translate(error: FastifyError, request: string): SandrunError {
  const { code, statusCode = 500, message } = error
  if (error instanceof SandrunError || !code?.startsWith('FST_')) return toSandrunError(error, request)
  if (statusCode < 400 || statusCode > 499) return toSandrunError(error, request)
  return new SandrunError(BY_STATUS.get(statusCode) ?? 'invalid-request', MESSAGES[code] ?? `${message}.`, {
    cause: error,
  })
}
