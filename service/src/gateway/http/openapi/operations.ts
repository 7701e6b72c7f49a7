import type { FastifySchema, RouteOptions } from 'fastify'
import * as z from 'zod/mini'
import type { SchemaName } from './schemas.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the OpenAPI document says of the route; without it, nothing. */
    operation?: Operation
  }
}

export interface Answer {
  description: string
  /** None: the body is empty. */
  schema?: SchemaName
  /** `application/json` unless it says otherwise. */
  type?: string
}

interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  description: string
  required?: boolean
  schema: object
}

/** What a route's own address and schemas don't say of it. */
export interface Operation {
  id: string
  summary: string
  /** Headers that are heeded: what each is for, and how long it may be. */
  headers?: Readonly<Record<string, { description: string; minLength?: number; maxLength?: number }>>
  /** By status; errors go without saying. */
  answers: Readonly<Record<number, Answer>>
}

/** One thing that can be asked of the service over HTTP. */
export interface RoutedOperation extends Operation {
  method: string
  /** As OpenAPI writes it: `/v1/runs/{id}`. */
  path: string
  parameters: readonly Parameter[]
  /** The schema of the body; undefined where it has none. */
  body: z.ZodMiniType | undefined
}

/** The operation a route is, if it is one. HEAD goes with GET. */
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
