import helmet from '@fastify/helmet'
import type { FastifyInstance } from 'fastify'

/** @fastify/helmet: answers may not load, frame or run anything. */
export async function registerHelmet(app: FastifyInstance): Promise<void> {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
    hsts: false,
  })
}
