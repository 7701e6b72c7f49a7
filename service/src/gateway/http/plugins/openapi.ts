import swagger, { type StaticDocumentSpec } from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { makePublic } from './authentication.ts'
import { addOperation, openapiDocument } from '../openapi/document.ts'
import { operationOf } from '../openapi/operations.ts'

/** The pages may only load their own files and call this service; nothing inline runs. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // The one style element that its script makes.
  "style-src 'self' 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** Describes each later route: `/openapi.json`, and `/docs` to read and try, by @fastify/swagger-ui; works offline. */
export async function registerOpenapi(app: FastifyInstance): Promise<void> {
  const document = openapiDocument()
  app.addHook('onRoute', (route) => {
    const operation = operationOf(route)
    if (operation !== null) addOperation(document, operation)
  })
  await app.register(swagger, {
    mode: 'static',
    specification: { document: document as StaticDocumentSpec['document'] },
  })
  await app.register(async (scope) => {
    makePublic(scope)
    await scope.register(swaggerUi, { routePrefix: '/docs', staticCSP: POLICY, uiConfig: { validatorUrl: null } })
  })
  app.get('/openapi.json', { config: { public: true } }, () => document)
}
