import type { FastifySchema, RouteOptions } from 'fastify'
import * as z from 'zod/mini'
import type { SchemaName } from './schemas.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The OpenAPI description of the route; routes without one are left out. */
    operation?: Operation
  }
}

export interface Answer {
  description: string
  /** Absent: the body is empty. */
  schema?: SchemaName
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
  /** Headers that the route reads: their purpose and length. */
  headers?: Readonly<Record<string, { description: string; minLength?: number; maxLength?: number }>>
  /** By status; errors are added to all. */
  answers: Readonly<Record<number, Answer>>
}

/** One operation of the REST API. */
export interface RoutedOperation extends Operation {
  method: string
  /** In OpenAPI's form: `/v1/runs/{id}`. */
  path: string
  parameters: readonly Parameter[]
  /** The schema of the body; undefined when there is none. */
  body: z.ZodMiniType | undefined
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
      ...queryParameters(schema?.querystring),
      ...Object.entries(operation.headers ?? {}).map(([name, { description, ...bounds }]): Parameter => ({
        name,
        in: 'header',
        description,
        schema: { ...text, ...bounds },
      })),
    ],
    body: zodOf(schema?.body),
  }
}

const text = { type: 'string' } as const

function pathParameter(name: string): Parameter {
  return { name, in: 'path', description: `Its ${name}.`, required: true, schema: text }
}

function queryParameters(query: FastifySchema['querystring']): Parameter[] {
  const schema = zodOf(query)
  const properties = schema === undefined ? {} : (z.toJSONSchema(schema, { io: 'input' }).properties ?? {})
  return Object.entries(properties).map(([name, property]) => {
    const { description = '', ...rest } = typeof property === 'object' ? property : {}
    return { name, in: 'query', description, schema: rest }
  })
}

function zodOf(schema: unknown): z.ZodMiniType | undefined {
  return schema instanceof z.ZodMiniType ? schema : undefined
}
