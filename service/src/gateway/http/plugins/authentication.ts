import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Principal } from '../../../model/principal.ts'
import type { Access } from '../../access/access.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether anyone may use the route. Other routes require a principal. */
    public?: boolean
  }
  interface FastifyInstance {
    /** All routes. */
    routeTable: RouteEntry[]
  }
  interface FastifyRequest {
    /** Null on public routes. */
    principal: Principal | null
  }
}

interface RouteEntry {
  method: string
  url: string
}

/** Identifies the principal before a request is read, on every route that is not marked public. */
export function registerAuthentication(app: FastifyInstance, access: Access): void {
  const table: RouteEntry[] = []
  app.decorate('routeTable', table)
  app.addHook('onRoute', ({ method, url }) => {
    table.push(...[method].flat().map((one) => ({ method: one, url })))
  })
  app.decorateRequest('principal', null)
  app.addHook('onRequest', async (request) => {
    if (request.is404 || request.routeOptions.config.public === true) return
    request.principal = await access.identify(request)
  })
}

/** Makes all later routes of a scope public: for plugins that bring their own. */
export function makePublic(scope: FastifyInstance): void {
  scope.addHook('onRoute', (route) => {
    route.config = { ...route.config, public: true }
  })
}

/** The principal on a route that is not public. */
export function principalOf({ principal, routeOptions }: FastifyRequest): Principal {
  if (principal === null) throw new Error(`No principal was identified for ${routeOptions.url}.`)
  return principal
}
