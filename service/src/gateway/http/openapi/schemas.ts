import {
  ErrorResponseSchema,
  LanguageInfoSchema,
  LanguagesResponseSchema,
  PostedRunSchema,
  RunEventSchema,
  RunListSchema,
  RunRecordSchema,
  RunRequestSchema,
  RunResultSchema,
  SessionInfoSchema,
  SessionRequestSchema,
  SessionsResponseSchema,
  WebhookMessageSchema,
} from '@sandrun/shared'
import * as z from 'zod/mini'

/** The schemas of the wire format, by their names in the OpenAPI document. */
const SCHEMAS = {
  RunRequest: RunRequestSchema,
  PostedRun: PostedRunSchema,
  RunResult: RunResultSchema,
  RunRecord: RunRecordSchema,
  RunList: RunListSchema,
  RunEvent: RunEventSchema,
  SessionRequest: SessionRequestSchema,
  SessionInfo: SessionInfoSchema,
  Sessions: SessionsResponseSchema,
  Language: LanguageInfoSchema,
  Languages: LanguagesResponseSchema,
  WebhookMessage: WebhookMessageSchema,
  Error: ErrorResponseSchema,
} as const

export type SchemaName = keyof typeof SCHEMAS

export const schemaReference = (name: string): string => `#/components/schemas/${name}`

/** The name of a schema. Throws when the document has no name for it. */
export function schemaName(schema: z.ZodMiniType): SchemaName {
  const found = Object.entries(SCHEMAS).find(([, one]) => one === schema)
  if (found === undefined) throw new Error('openapi/schemas.ts has no name for the schema of a route.')
  return found[0] as SchemaName
}

/** One more schema, without references to others. */
export function jsonSchema(schema: z.ZodMiniType): object {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' })
  return rest
}

/** All schemas as JSON Schema 2020-12, the dialect of OpenAPI 3.1. */
export function jsonSchemas(): Record<string, object> {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(SCHEMAS)) registry.add(schema, { id })
  // As clients send it: an answer may have more fields than its reader knows.
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: schemaReference })
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $id: _id, $schema: _dialect, ...schema }]) => [name, schema]),
  )
}
