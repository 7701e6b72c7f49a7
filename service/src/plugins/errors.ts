import { SandrunError, toSandrunError } from '@sandrun/shared'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

type ToBody = (error: SandrunError, requestId: string) => object

const registryBody: ToBody = (error, requestId) => ({ error: error.toBody(), requestId })

/** Gives every error the one shape of the registry; what is not in it becomes `internal`, and only the log knows more. */
export function registerErrors(app: FastifyInstance): void {
  answerErrors(app, registryBody)
  app.setNotFoundHandler((request) => {
    throw new SandrunError('not-found', `There is nothing at ${request.method} ${request.url.split('?')[0]}.`)
  })
}

/** Answers every error of `app` with a body of this shape. */
export function answerErrors(app: FastifyInstance, toBody: ToBody): void {
  app.setErrorHandler((thrown: FastifyError, request, reply) => answerError(thrown, request, reply, toBody))
}

/** Answers one request with an error, in the shape of the registry unless it says otherwise. */
export function answerError(
  thrown: FastifyError,
  request: Pick<FastifyRequest, 'id' | 'log'>,
  reply: FastifyReply,
  toBody = registryBody,
): void {
  const error = translate(thrown)
  if (error.code === 'internal') request.log.error({ err: thrown }, 'a request failed')
  else request.log.debug({ code: error.code }, 'a request was refused')
  if (error.retryAfter !== undefined) reply.header('retry-after', error.retryAfter)
  reply.header('x-request-id', request.id).status(error.status).send(toBody(error, request.id))
}

/** Fastify's own errors (its reference, Errors.md), in our words. */
function translate(error: FastifyError): SandrunError {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new SandrunError('too-large', 'The request is larger than this service takes.', { cause: error })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new SandrunError('unsupported-media-type', 'A request body must be application/json.', { cause: error })
    case 'FST_ERR_BAD_URL':
      return new SandrunError('invalid-request', 'The address is not a well-formed one.', { cause: error })
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new SandrunError('invalid-json', 'The body of the request is no JSON.', { cause: error })
  }
  return toSandrunError(error)
}
