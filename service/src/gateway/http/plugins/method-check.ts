import { SandrunError } from '@sandrun/shared'
import type { FastifyInstance, HTTPMethods } from 'fastify'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const satisfies readonly HTTPMethods[]

/**
 * Answers 405 with `Allow` (RFC 9110, section 15.5.6) when an address has no route for a method. Call the result when
 * all routes below /v1 are there.
 */
export function registerMethodCheck(app: FastifyInstance): () => void {
  const known = new Map<string, Set<string>>()
  app.addHook('onRoute', ({ url, method }) => {
    if (!url.startsWith('/v1/')) return
    const methods = known.get(url) ?? new Set()
    for (const one of [method].flat()) methods.add(one)
    known.set(url, methods)
  })
  return () => {
    for (const [url, methods] of known) {
      const allow = [...methods].join(', ')
      const usable = [...methods].filter((method) => method !== 'HEAD').join(' or ')
      app.route({
        url,
        method: METHODS.filter((method) => !methods.has(method)),
        config: { public: true },
        handler(request, reply) {
          reply.header('allow', allow)
          throw new SandrunError('method-not-allowed', `${request.method} is not allowed on ${url}; use ${usable}.`)
        },
      })
    }
  }
}
