import { readFile } from 'node:fs/promises'
import { ErrorResponseSchema, LanguageManifestSchema } from '@sandrun/shared'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parsePackFile } from '../src/languages/pack-file.ts'
import { EnvironmentSchema } from '../src/settings/environment-schema.ts'
import { readConfig } from '../src/settings/environment.ts'
import { damaged, faultOf, FUZZING, FUZZING_TIMEOUT_MS } from './support/fuzzing.ts'
import { startService, type TestService } from './support/service.ts'

const manifest: unknown = JSON.parse(
  await readFile(new URL('../../languages/java/language.json', import.meta.url), 'utf8'),
)

describe('a parser of', () => {
  it('manifests reports what is wrong', { timeout: FUZZING_TIMEOUT_MS }, async () => {
    const json = damaged(manifest).map((made) => JSON.stringify(made))
    const read = (text: unknown): unknown => parsePackFile(LanguageManifestSchema, String(text), 'language.json')
    expect(await faultOf(fc.oneof(json, fc.string()), read)).toBeNull()
  })

  it('the environment reports what is wrong', { timeout: FUZZING_TIMEOUT_MS }, async () => {
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
    expect(await faultOf(environments, (environment) => readConfig(environment as NodeJS.ProcessEnv))).toBeNull()
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
    { timeout: FUZZING_TIMEOUT_MS },
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
      await fc.assert(property, FUZZING)
      expect(service.log.filter((line) => /"level":(?:50|60)/.test(line))).toEqual([])
    },
  )
})
