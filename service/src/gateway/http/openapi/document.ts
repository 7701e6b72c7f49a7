import { VERSION } from '../../../model/version.ts'
import { EXAMPLES, type Example } from './examples.ts'
import type { Answer, NamedSchema, RoutedOperation } from './operations.ts'
import { jsonSchema, jsonSchemas, type SchemaName, schemaReference } from './schemas.ts'

export interface OpenapiDocument {
  openapi: string
  info: { title: string; version: string; description: string; license: object }
  servers: { url: string }[]
  security: Record<string, string[]>[]
  /** By address and method. */
  paths: Record<string, Record<string, object>>
  webhooks: Record<string, object>
  components: Record<'schemas' | 'responses' | 'securitySchemes', Record<string, object>>
}

/** Adds a route to the document. */
export function addOperation({ paths, components }: OpenapiDocument, operation: RoutedOperation): void {
  for (const one of [operation.body, ...Object.values(operation.answers).map(({ schema }) => schema)]) {
    if (typeof one === 'object') components.schemas[one.name] ??= jsonSchema(one.schema)
  }
  paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) }
}

/** The description of the REST API, as OpenAPI 3.1 (spec.openapis.org/oas/v3.1.1), without routes. */
export function openapiDocument(): OpenapiDocument {
  return {
    openapi: '3.1.1',
    info: {
      title: 'Sandrun',
      version: VERSION,
      description: 'Runs programs in single-use sandboxes. See docs/api.md.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    // A service for this machine only may need no token.
    security: [{}, { token: [] }],
    paths: {},
    webhooks: {
      runEnded: {
        post: {
          operationId: 'runEnded',
          summary: 'A job has ended',
          requestBody: { content: contentOf({ schema: 'WebhookMessage' }) },
          responses: {
            '2XX': { description: 'The receiver accepted it. After any other status the service tries again.' },
          },
        },
      },
    },
    components: {
      schemas: jsonSchemas(),
      responses: {
        Error: { description: 'The request was refused or failed.', content: contentOf({ schema: 'Error' }) },
      },
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  }
}

function describe({ id, tag, summary, parameters, body, answers }: RoutedOperation): object {
  const examples = EXAMPLES.filter(({ operation }) => operation === id)
  const statuses = [...new Set([...Object.keys(answers), ...examples.map(({ status }) => String(status))])]
  return {
    operationId: id,
    ...(tag !== undefined && { tags: [tag] }),
    summary,
    parameters,
    ...(body !== undefined && {
      requestBody: {
        required: true,
        content: contentOf({ schema: body }, examples, ({ request }) => request),
      },
    }),
    responses: {
      ...Object.fromEntries(
        statuses.map((status) => {
          const answer = answers[Number(status)] ?? {
            description: 'The request was refused.',
            schema: 'Error' as const,
          }
          const own = examples.filter((example) => String(example.status) === status)
          return [status, describeAnswer(answer, own)]
        }),
      ),
      // Another system's errors have its own form.
      ...(tag === undefined
        ? { default: { $ref: '#/components/responses/Error' } }
        : { default: { description: 'The request was refused or failed.' } }),
    },
  }
}

function describeAnswer({ description, schema, type }: Answer, examples: readonly Example[]): object {
  if (schema === undefined) return { description }
  return { description, content: contentOf({ schema, type }, examples, ({ response }) => response) }
}

function contentOf(
  { schema, type = 'application/json' }: { schema: SchemaName | NamedSchema; type?: string | undefined },
  examples: readonly Example[] = [],
  valueOf: (example: Example) => object = () => ({}),
): object {
  const named = examples.map((example) => [example.name, { summary: example.summary, value: valueOf(example) }])
  return {
    [type]: {
      schema: { $ref: schemaReference(typeof schema === 'string' ? schema : schema.name) },
      ...(named.length > 0 && { examples: Object.fromEntries(named) }),
    },
  }
}
