import { ErrorResponseSchema, LIMIT_NAMES } from '@sandrun/shared'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startService, type TestService } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  // No request here gets as far as a sandbox.
  service = await startService({ SANDRUN_WARM: 'none' })
})
afterAll(() => service[Symbol.asyncDispose]())

/** As they stand in the JSON text, which can say numbers that JavaScript can't hold. */
const REFUSED = ['0', '-0', '-1', '1.5', '1e18', '1e999', '-1e999', '"5"', '""', 'null', 'true', '[5]', '{}']

/** JSON has no such numbers (RFC 8259, section 6). */
const NOT_JSON = ['NaN', 'Infinity', '-Infinity', '0x10', '05', '+5', '5_000', '5n', 'undefined']

/** More than any maximum, though an integer of 32 bits can hold it. */
const TOO_HIGH = '2147483647'

/** A compiled language has limits in both phases. */
const SESSION = ['"language":"c"']
const RUN = [...SESSION, '"code":"int main(void) {}"']

type Place = readonly [path: string, fields: readonly string[], field: string]

const PLACES: readonly Place[] = [
  ...['limits', 'compileLimits'].flatMap((group) =>
    LIMIT_NAMES.flatMap((name): Place[] => [
      ['/v1/runs', RUN, `${group}.${name}`],
      ['/v1/sessions', SESSION, `${group}.${name}`],
      ['/v1/sessions/none/runs', ['"code":"int main(void) {}"'], `${group}.${name}`],
    ]),
  ),
  ['/v1/sessions', SESSION, 'idleTimeoutMs'],
]

/** The answer to a request that has this text in place of the field's value. */
async function refusal([path, fields, field]: Place, text: string): Promise<object> {
  const [name = '', inner] = field.split('.')
  const value = inner === undefined ? text : `{"${inner}":${text}}`
  const response = await fetch(new URL(path, service.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: `{${[...fields, `"${name}":${value}`].join(',')}}`,
  })
  const { error } = ErrorResponseSchema.parse(await response.json())
  return { text, status: response.status, ...error }
}

it.each(PLACES)('%s with %s refuses every bad %s', async (...place) => {
  const [, , field] = place
  for (const text of REFUSED) {
    expect(await refusal(place, text)).toMatchObject({
      text,
      status: 400,
      code: 'invalid-request',
      field,
      message: expect.stringMatching(/must be a whole number from \d+ to \d+/),
      hint: expect.stringMatching(/\S/),
    })
  }
  for (const text of NOT_JSON)
    expect(await refusal(place, text)).toMatchObject({ text, status: 400, code: 'invalid-json' })
})

it.each(PLACES.filter(([path]) => !path.includes('none')))('%s with %s names the maximum of %s', async (...place) => {
  const [, , field] = place
  expect(await refusal(place, TOO_HIGH)).toMatchObject({
    status: 400,
    code: 'limit-too-high',
    field,
    message: expect.stringMatching(/is more than the maximum, \d+\./),
  })
})

it('names the least memory', async () => {
  for (const group of ['limits', 'compileLimits'])
    expect(await refusal(['/v1/runs', RUN, `${group}.memoryMb`], '15')).toMatchObject({
      status: 400,
      message: expect.stringContaining('from 16 to'),
    })
})
