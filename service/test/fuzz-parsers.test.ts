import { readFile } from 'node:fs/promises'
import {
  CaseFileSchema,
  ErrorResponseSchema,
  LanguageManifestSchema,
  parseOrThrow,
  SandrunError,
} from '@sandrun/shared'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkConfig } from '../src/cli/config/user-config.ts'
import { parsePackFile } from '../src/languages/pack-file.ts'
import { EnvironmentSchema } from '../src/settings/environment-schema.ts'
import { readConfig } from '../src/settings/environment.ts'
import { ConfigError } from '../src/settings/file.ts'
import { startService, type TestService } from './support/service.ts'

/** The same inputs each time, as many as the time allows: `SANDRUN_FUZZ_SECONDS=600 SANDRUN_FUZZ_SEED=7`. */
const BUDGET_MS = Number(process.env['SANDRUN_FUZZ_SECONDS'] ?? 5) * 1000
const SEED = Number(process.env['SANDRUN_FUZZ_SEED'] ?? 20_261_127)
const PARAMETERS = { seed: SEED, numRuns: 1_000_000, interruptAfterTimeLimit: BUDGET_MS, endOnFailure: true }
const TIMEOUT_MS = BUDGET_MS * 4 + 60_000

const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    0,
    -1,
    1e18,
    -0,
    1.5,
    2 ** 53,
    '5',
    'constructor',
    '__proto__',
    '',
    null,
    true,
    [],
    {},
    'a\0b',
    '../../etc/passwd',
    '/etc/passwd',
    '\ud800',
    '\u001b[2J',
  ),
  fc.constantFrom<unknown>(
    [[[[]]]],
    { constructor: { prototype: { polluted: 1 } } },
    JSON.parse('{"__proto__": {"polluted": 1}}'),
  ),
  fc.jsonValue({ maxDepth: 3 }),
  fc.integer({ min: 1, max: 3000 }).map((length) => 'x'.repeat(length)),
)

/** A valid document with a few of its values replaced, or with unknown fields. */
function damaged(document: unknown): fc.Arbitrary<unknown> {
  const changes = fc.array(fc.tuple(fc.nat(), nasty, fc.boolean()), { minLength: 1, maxLength: 4 })
  return fc.oneof(
    { weight: 5, arbitrary: changes.map((all) => all.reduce(change, structuredClone(document))) },
    { weight: 1, arbitrary: nasty },
  )
}

function change(document: unknown, [at, made, adds]: [number, unknown, boolean]): unknown {
  // A copy, because the next change may modify it.
  const value = structuredClone(made)
  const places = placesIn(document)
  const place = places[at % places.length]
  if (place === undefined) return value
  const { parent, key } = place
  if (adds) Object.assign(parent, { [`x${at % 7}`]: value })
  else Object.assign(parent, { [key]: value })
  return document
}

function placesIn(value: unknown): { parent: object; key: string }[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, child]) => [{ parent: value, key }, ...placesIn(child)])
}

/** Parses each input and describes the first result that is neither success nor one of these errors, or null. */
function faultOf(inputs: fc.Arbitrary<unknown>, read: (input: unknown) => unknown): string | null {
  const property = fc.property(inputs, (input) => {
    try {
      read(input)
    } catch (error) {
      if (!(error instanceof SandrunError && error.code !== 'internal') && !(error instanceof ConfigError)) throw error
    }
    return !Object.hasOwn(Object.prototype, 'polluted')
  })
  const { failed, counterexample, errorInstance } = fc.check(property, PARAMETERS)
  return failed ? `${JSON.stringify(counterexample)}: ${String(errorInstance)}` : null
}

const manifest: unknown = JSON.parse(
  await readFile(new URL('../../languages/java/language.json', import.meta.url), 'utf8'),
)
const cases = { cases: [{ name: 'a', stdin: '1', args: ['b'], expected: '2' }], compare: { float: 1e-6 } }

describe('a parser of', () => {
  it('manifests reports what is wrong', { timeout: TIMEOUT_MS }, () => {
    const json = damaged(manifest).map((made) => JSON.stringify(made))
    const read = (text: unknown): unknown => parsePackFile(LanguageManifestSchema, String(text), 'language.json')
    expect(faultOf(fc.oneof(json, fc.string()), read)).toBeNull()
  })

  it('case files reports what is wrong', { timeout: TIMEOUT_MS }, () => {
    const read = (json: unknown): unknown => parseOrThrow(CaseFileSchema, json, { within: ['a.cases.json'] })
    expect(faultOf(damaged(cases), read)).toBeNull()
  })

  it("a person's settings reports what is wrong", { timeout: TIMEOUT_MS }, () => {
    const settings = damaged({ url: 'https://runs.example', token: 'x', color: 'auto' })
    expect(faultOf(settings, (json) => checkConfig(json, 'config.json'))).toBeNull()
  })

  it('the environment reports what is wrong', { timeout: TIMEOUT_MS }, () => {
    // A file that it names would be read.
    const names = Object.keys(EnvironmentSchema.shape).filter((name) => name !== 'SANDRUN_CONFIG')
    const odd = [
      '0',
      '-1',
      'NaN',
      '1e18',
      'true',
      '',
      'a=b',
      'running=0',
      'cpu=1',
      '*',
      '::1',
      'http://x',
      '0x10',
      ' 5 ',
    ]
    const environments = fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.constantFrom(...odd), fc.string()))
    expect(faultOf(environments, (environment) => readConfig(environment as NodeJS.ProcessEnv))).toBeNull()
  })
})

describe('the service', () => {
  let service: TestService
  beforeAll(async () => {
    service = await startService({ SANDRUN_WARM: 'none' })
  })
  afterAll(() => service[Symbol.asyncDispose]())

  /** Valid except for an unknown language, so that nothing runs by accident. */
  const NO_LANGUAGE = 'no-such-language'
  const BODIES: readonly (readonly [string, unknown])[] = [
    [
      '/v1/runs',
      {
        language: NO_LANGUAGE,
        files: [{ path: 'a', content: 'x' }],
        args: ['a'],
        env: { A: 'b' },
        limits: { cpuMs: 1 },
        cases: [{ stdin: 'x' }],
      },
    ],
    [
      '/v1/runs?wait=false',
      {
        language: NO_LANGUAGE,
        code: 'x',
        collect: ['*'],
        compare: { float: 0.1 },
        webhook: { url: 'https://a.example' },
      },
    ],
    ['/v1/sessions', { language: NO_LANGUAGE, limits: { memoryMb: 64 }, idleMs: 1000 }],
    [
      '/api/v2/execute',
      { language: NO_LANGUAGE, version: '*', files: [{ name: 'a', content: 'x' }], run_timeout: 1000 },
    ],
    ['/judge0/submissions', { language_id: 999_999, source_code: 'x', stdin: 'y', cpu_time_limit: 1 }],
    ['/judge0/submissions/batch', { submissions: [{ language_id: 999_999, source_code: 'x' }] }],
    ['/sandboxfusion/run_code', { language: NO_LANGUAGE, code: 'x', run_timeout: 1, files: { a: 'eA==' } }],
    ['/execute', { language: NO_LANGUAGE, code: 'x', input: 'y', timeout: 1 }],
    [
      '/jobe/index.php/restapi/runs',
      { run_spec: { language_id: NO_LANGUAGE, sourcecode: 'x', parameters: { cputime: 1 }, file_list: [['a', 'b']] } },
    ],
    [
      '/mcp',
      {
        jsonrpc: '2.0',
        id: 1,
        method: 'tools/call',
        params: { name: 'run', arguments: { language: NO_LANGUAGE, code: 'x' } },
      },
    ],
  ]

  it.each(BODIES)(
    'answers every request to %s, and reports no internal error',
    { timeout: TIMEOUT_MS },
    async (url, body) => {
      const property = fc.asyncProperty(damaged(body), fc.nat({ max: 20 }), async (json, cut) => {
        const whole = JSON.stringify(json) ?? ''
        // Now and then the input ends too early.
        const payload = cut === 0 ? whole.slice(0, -1) : whole
        const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' }
        const response = await fetch(new URL(url, service.url), { method: 'POST', headers, body: payload })
        const text = await response.text()
        expect({ status: response.status, text }).toMatchObject({ status: expect.toSatisfy((status) => status < 500) })
        const error = ErrorResponseSchema.safeParse(JSON.parse(text.startsWith('{') ? text : '{}'))
        expect(error.data?.error.code).not.toBe('internal')
        expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
      })
      await fc.assert(property, PARAMETERS)
      expect(service.log.filter((line) => /"level":(?:50|60)/.test(line))).toEqual([])
    },
  )
})
