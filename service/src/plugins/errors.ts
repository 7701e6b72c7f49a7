import { SandrunError, toSandrunError } from '@sandrun/shared'
import type { FastifyError, FastifyInstance } from 'fastify'

/** Gives every error the one shape of the registry; what is not in it becomes `internal`, and only the log knows more. */
export function registerErrors(app: FastifyInstance): void {
  answerErrors(app, (error) => ({ error: error.toBody() }))
  app.setNotFoundHandler((request) => {
    throw new SandrunError('not-found', `There is nothing at ${request.method} ${request.url.split('?')[0]}.`)
  })
}

/** Answers every error of `app` with a body of this shape. */
export function answerErrors(app: FastifyInstance, toBody: (error: SandrunError) => object): void {
  app.setErrorHandler((thrown: FastifyError, request, reply) => {
    const error = translate(thrown)
    if (error.code === 'internal') request.log.error({ err: thrown }, 'a request failed')
    if (error.retryAfter !== undefined) reply.header('retry-after', error.retryAfter)
    return reply.status(error.status).send(toBody(error))
  })
}

/** Fastify's own errors (its reference, Errors.md), in our words. */
function translate(error: FastifyError): SandrunError {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new SandrunError('too-large', 'The request is larger than this service takes.', { cause: error })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new SandrunError('unsupported-media-type', 'A request body must be application/json.', { cause: error })
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return new SandrunError('invalid-json', 'The body of the request is no JSON.', { cause: error })
  }
  return toSandrunError(error)
}
