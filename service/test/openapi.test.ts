import { Validator } from '@seriousme/openapi-schema-validator'
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { ErrorResponseSchema, LanguageInfoSchema, LanguagesResponseSchema } from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenapiDocument } from '../src/gateway/http/openapi/document.ts'
import { EXAMPLES } from '../src/gateway/http/openapi/examples.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService
let document: OpenapiDocument

beforeAll(async () => {
  service = await startService()
  document = (await (await ask('/openapi.json')).json()) as OpenapiDocument
})
afterAll(() => service[Symbol.asyncDispose]())

const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(new URL(path, service.url), init)

const post = (path: string, body: string, headers: Record<string, string> = {}): Promise<Response> =>
  ask(path, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })

/** A route in the document. */
interface Described {
  tags?: string[]
  requestBody?: { content: Record<string, { schema: { $ref: string } }> }
}

/** Values that differ from run to run. */
const VARYING = new Set(
  'id requestId startedAt createdAt version warm queuedMs wallMs cpuMs memoryKb memorySource'.split(' '),
)

/** The same, with everything that differs from run to run replaced by its kind. */
function masked(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/[\d.]+ s\b/, 'N s')
  if (Array.isArray(value)) return value.map(masked)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, VARYING.has(key) ? typeof part : masked(part)]),
  )
}

describe('/openapi.json', () => {
  it('is valid OpenAPI 3.1', async () => {
    expect(document.openapi).toBe('3.1.1')
    expect(await new Validator().validate({ ...structuredClone(document) })).toEqual({ valid: true })
  })

  it('names the methods each address takes, and no others', async () => {
    // Other systems' addresses answer in their own way.
    const own = Object.entries(document.paths).filter(([path]) => path.startsWith('/v1/'))
    for (const [path, operations] of own) {
      const response = await ask(path.replace('{id}', 'x'), { method: 'PATCH' })
      const allowed = (response.headers.get('allow') ?? '').toLowerCase().split(', ')
      expect([path, allowed.filter((method) => method !== 'head').toSorted()]).toEqual([
        path,
        Object.keys(operations).toSorted(),
      ])
    }
  })

  it('has every address below /v1 that clients use over HTTP', () => {
    const own = Object.keys(document.paths).filter((path) => path.startsWith('/v1/'))
    expect(own.toSorted()).toEqual([
      '/v1/languages',
      '/v1/languages/{id}',
      '/v1/languages/{id}/build',
      '/v1/runs',
      '/v1/runs/{id}',
      '/v1/runs/{id}/events',
      '/v1/sessions',
      '/v1/sessions/{id}',
      '/v1/sessions/{id}/runs',
    ])
  })

  it('has the addresses of other systems, each with the body that it parses', () => {
    const bodyOf = ([path, operations]: [string, Record<string, object>]): unknown[] =>
      Object.entries(operations).map(([method, { tags, requestBody }]: [string, Described]) => [
        `${method} ${path}`,
        tags?.[0],
        requestBody?.content['application/json']?.schema.$ref.split('/').at(-1),
      ])
    const foreign = Object.entries(document.paths).filter(([path]) => !path.startsWith('/v1/'))
    expect(foreign.flatMap(bodyOf)).toEqual([
      ['post /api/v2/execute', 'Piston', 'PistonRequest'],
      ['post /jobe/index.php/restapi/runs', 'Jobe', 'JobeRun'],
      ['put /jobe/index.php/restapi/files/{id}', 'Jobe', 'JobeFile'],
      ['post /sandboxfusion/run_code', 'SandboxFusion', 'SandboxFusionRun'],
      ['post /execute', 'Execute', 'Program'],
      ['post /judge0/submissions', 'Judge0', 'Judge0Submission'],
      ['get /judge0/submissions/{token}', 'Judge0', undefined],
      ['delete /judge0/submissions/{token}', 'Judge0', undefined],
      ['post /api/run', 'Schedule', 'Program'],
      ['post /api/schedule', 'Schedule', 'Program'],
      ['get /api/schedule/check/{id}', 'Schedule', undefined],
      ['post /api/runners', 'Runner sessions', 'SessionRequest'],
      ['post /api/runners/{id}/run', 'Runner sessions', 'Program'],
      ['post /api/runners/{id}/stop', 'Runner sessions', undefined],
      ['delete /api/runners/{id}', 'Runner sessions', undefined],
    ])
  })

  it.each([
    ['/execute', 'ProgramAnswer', { language: 'bash', code: 'echo hi' }],
    ['/api/v2/execute', 'PistonResult', { language: 'bash', version: '*', files: [{ content: 'echo hi' }] }],
    ['/jobe/index.php/restapi/runs', 'JobeResult', { run_spec: { language_id: 'python3', sourcecode: 'print(1)' } }],
    ['/sandboxfusion/run_code', 'SandboxFusionResult', { language: 'bash', code: 'echo hi' }],
    ['/judge0/submissions?wait=true', 'Judge0SubmissionShown', { language_id: 71, source_code: 'print(1)' }],
  ])('has all fields that %s answers with', async (path, name, body) => {
    const answer = (await (await post(path, JSON.stringify(body))).json()) as object
    const { properties = {} } = document.components.schemas[name] as { properties?: object }
    expect(Object.keys(answer).filter((field) => !(field in properties))).toEqual([])
  })

  it('describes the body and the query that a route parses', () => {
    const operation = JSON.stringify(document.paths['/v1/runs'])
    expect(operation).toContain('"schema":{"$ref":"#/components/schemas/PostedRun"}')
    expect(operation).toContain('"schema":{"type":"string","minLength":1,"maxLength":255}')
    expect(operation).toContain(
      '{"name":"limit","in":"query","description":"The number of runs on a page.","schema":{"default":50,"type":"integer","minimum":1,"maximum":200}}',
    )
  })

  it('has no broken reference', () => {
    const names = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)]
    const { components } = document
    const there = Object.entries(components).flatMap(([kind, parts]) =>
      Object.keys(parts).map((name) => `${kind}/${name}`),
    )
    expect(names.length).toBeGreaterThan(10)
    expect(names.map(([, kind, name]) => `${kind}/${name}`).filter((name) => !there.includes(name))).toEqual([])
  })

  it.each(EXAMPLES)('has a working example: $summary', async ({ name, query, request, status, response }) => {
    expect(JSON.stringify(document.paths['/v1/runs'])).toContain(JSON.stringify(request))
    expect(JSON.stringify(document.paths['/v1/runs'])).toContain(`"${name}"`)
    const answer = await post(`/v1/runs${query}`, JSON.stringify(request))
    expect(answer.status).toBe(status)
    expect(masked(await answer.json())).toMatchObject(masked(response) as object)
  })
})

describe('docs/api.md', () => {
  it('has commands that work as written', async () => {
    const page = await readFile(new URL('../../docs/api.md', import.meta.url), 'utf8')
    const commands = [...page.matchAll(/^```sh(?: clone)?\n(curl [\s\S]*?)\n```$/gm)].map(([, command = '']) => command)
    expect(commands.length).toBeGreaterThanOrEqual(3)
    for (const command of commands) {
      const local = command.replaceAll('localhost:8080', service.url.host)
      const { stdout } = await promisify(execFile)('bash', ['-ec', local])
      expect([command, /"error":/.test(stdout)]).toEqual([command, false])
      expect(stdout).toMatch(/^(\{|id: |retry: )/)
    }
  })
})

describe('every error', () => {
  it.each<[number, string, () => Promise<Response>]>([
    [404, 'not-found', () => ask('/v1/nothing')],
    [404, 'not-found', () => ask('/v1/runs/none')],
    [405, 'method-not-allowed', () => ask('/v1/languages', { method: 'POST' })],
    [413, 'too-large', () => post('/v1/runs', JSON.stringify({ code: 'x'.repeat(17 * 2 ** 20) }))],
    [415, 'unsupported-media-type', () => post('/v1/runs', 'a=b', { 'content-type': 'text/plain' })],
    [400, 'invalid-json', () => post('/v1/runs', '{')],
    [400, 'invalid-request', () => post('/v1/runs', '{}')],
    [400, 'invalid-request', () => ask('/v1/runs/%ff')],
  ])('of status %i and code %s has one shape', async (status, code, request) => {
    const response = await request()
    const body = ErrorResponseSchema.parse(await response.json())
    expect([response.status, body.error.code]).toEqual([status, code])
    expect(body.error.hint).toMatch(/\S/)
    expect(body.requestId).toBe(response.headers.get('x-request-id'))
  })

  it('for a wrong method names the right ones', async () => {
    const response = await ask('/v1/runs/some', { method: 'PUT' })
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, DELETE'])
  })
})

describe('a malformed request', () => {
  it.each([
    [400, 'nonsense\r\n\r\n'],
    [431, `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`],
  ])('is answered with %i, in the same form', async (status, sent) => {
    const socket = connect(Number(service.url.port), service.url.hostname)
    socket.end(sent)
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
    expect(head).toContain(`HTTP/1.1 ${status} `)
    expect(ErrorResponseSchema.parse(JSON.parse(body)).error.code).toBe('invalid-request')
  })
})

describe('x-request-id', () => {
  it('is returned, is in the log, and is created if it is missing or bad', async () => {
    const echo = async (given: string): Promise<string | null> =>
      (await ask('/v1/nothing', { headers: { 'x-request-id': given } })).headers.get('x-request-id')
    expect(await echo('build-7/step.2')).toBe('build-7/step.2')
    const uuid = /^[\da-f]{8}-[\da-f-]{27}$/
    expect(await echo('a b"c')).toMatch(uuid)
    expect((await ask('/healthz')).headers.get('x-request-id')).toMatch(uuid)
    expect(await echo('in-the-log')).toBe('in-the-log')
    await expect.poll(() => service.log.join('')).toContain('"reqId":"in-the-log"')
  })
})

describe('GET /v1/languages', () => {
  it('answers 304 to a client that has the current version', async () => {
    const again = async (): Promise<unknown[]> => {
      const tag = (await ask('/v1/languages')).headers.get('etag') ?? ''
      const same = await ask('/v1/languages', { headers: { 'if-none-match': tag } })
      return [same.status, (await same.text()).length]
    }
    // The warm languages may change in between.
    await expect.poll(again).toEqual([304, 0])
    expect((await ask('/v1/languages', { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
  })

  it('is compressed, and shorter without the samples, which come one language at a time', async () => {
    const long = await ask('/v1/languages')
    const short = await ask('/v1/languages?samples=false')
    expect(long.headers.get('content-encoding')).toBe('gzip')
    const [first] = LanguagesResponseSchema.parse(await long.json()).languages
    const [bare] = LanguagesResponseSchema.parse(await short.json()).languages
    expect(bare).toEqual({ ...first, samples: [], warm: bare?.warm, prepared: bare?.prepared })
    const one = LanguageInfoSchema.parse(await (await ask(`/v1/languages/${first?.id}`)).json())
    expect(one.samples).toEqual(first?.samples)
    expect((await ask('/v1/languages/no-such')).status).toBe(404)
    expect((await ask('/v1/languages?samples=maybe')).status).toBe(400)
  })
})
