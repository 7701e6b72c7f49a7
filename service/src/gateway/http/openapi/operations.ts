import type { RouteOptions } from 'fastify'
import * as z from 'zod/mini'
import { type SchemaName, schemaName } from './schemas.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The OpenAPI description of the route; routes without one are left out. */
    operation?: Operation
  }
}

/** A schema of another system's API, with its name in the document. */
export interface NamedSchema {
  name: string
  schema: z.ZodMiniType
}

export interface Answer {
  description: string
  /** Absent: the body is empty. */
  schema?: SchemaName | NamedSchema
  /** `application/json` by default. */
  type?: string
}

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  description: string
  required?: boolean
  schema: object
}

/** Facts about a route that its address and schemas don't contain. */
export interface Operation {
  id: string
  summary: string
  /** The API of another system that it belongs to. */
  tag?: string
  /** The body, of a route that parses it in another system's words; other routes have it in their schema. */
  body?: NamedSchema
  /** The query, of such a route. */
  query?: z.ZodMiniType
  /** Headers that the route reads: their purpose and length. */
  headers?: Readonly<Record<string, { description: string; minLength?: number; maxLength?: number }>>
  /** By status; errors are added to all. */
  answers: Readonly<Record<number, Answer>>
}

/** One operation of the REST API. */
export interface RoutedOperation extends Omit<Operation, 'body' | 'query'> {
  method: string
  /** In OpenAPI's form: `/v1/runs/{id}`. */
  path: string
  parameters: readonly Parameter[]
  /** The schema of the body; undefined when there is none. */
  body: NamedSchema | undefined
}

/** The operation of a route, if it has one. HEAD goes with GET. */
export function operationOf({ method, url, schema, config }: RouteOptions): RoutedOperation | null {
  const operation = config?.operation
  if (operation === undefined || typeof method !== 'string' || method === 'HEAD') return null
  return {
    ...operation,
    method: method.toLowerCase(),
    path: url.replaceAll(/:(\w+)/g, '{$1}'),
    parameters: [
      ...[...url.matchAll(/:(\w+)/g)].map(([, name = '']) => pathParameter(name)),
      ...queryParameters(schema?.querystring ?? operation.query),
      ...Object.entries(operation.headers ?? {}).map(([name, { description, ...bounds }]): Parameter => ({
        name,
        in: 'header',
        description,
        schema: { ...text, ...bounds },
      })),
    ],
    body: named(zodOf(schema?.body)) ?? operation.body,
  }
}

const text = { type: 'string' } as const

function pathParameter(name: string): Parameter {
  return { name, in: 'path', description: `Its ${name}.`, required: true, schema: text }
}

function queryParameters(query: unknown): Parameter[] {
  const schema = zodOf(query)
  const properties = schema === undefined ? {} : (z.toJSONSchema(schema, { io: 'input' }).properties ?? {})
  return Object.entries(properties).map(([name, property]) => {
    const { description = '', ...rest } = typeof property === 'object' ? property : {}
    return { name, in: 'query', description, schema: rest }
  })
}

function named(schema: z.ZodMiniType | undefined): NamedSchema | undefined {
  return schema === undefined ? undefined : { name: schemaName(schema), schema }
}

function zodOf(schema: unknown): z.ZodMiniType | undefined {
  return schema instanceof z.ZodMiniType ? schema : undefined
}
