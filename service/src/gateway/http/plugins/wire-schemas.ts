import { parseOrThrow } from '@sandrun/shared'
import type { FastifyInstance, FastifyTypeProvider } from 'fastify'
import type * as z from 'zod/mini'

/** Gives a handler the type of what its route's zod schemas have parsed. */
export interface WireTypes extends FastifyTypeProvider {
  validator: this['schema'] extends z.ZodMiniType ? z.infer<this['schema']> : unknown
}

/**
 * Parses requests with the zod schemas of their routes: handlers get what came out of it, and what doesn't match is
 * refused in the words of the error registry.
 */
export function registerWireSchemas(app: FastifyInstance): void {
  app.setValidatorCompiler<z.ZodMiniType>(({ schema }) => (input: unknown) => {
    try {
      return { value: parseOrThrow(schema, input) }
    } catch (error) {
      if (error instanceof Error) return { error }
      throw error
    }
  })
}
