import { parseOrThrow } from '@sandrun/shared'
import type { FastifyInstance, FastifyTypeProvider } from 'fastify'
import type * as z from 'zod/mini'

/** Gives a handler the types that its route's zod schemas parse to. */
export interface WireTypes extends FastifyTypeProvider {
  validator: this['schema'] extends z.ZodMiniType ? z.infer<this['schema']> : unknown
}

/**
 * Parses requests with the zod schemas of their routes: handlers get the parsed values, and other requests are refused
 * with the messages of the error registry.
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
