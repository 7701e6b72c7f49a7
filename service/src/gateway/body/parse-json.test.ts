import { describe, expect, it } from 'vitest'
import { parseBody, parseJson } from './parse-json.ts'

describe('a document', () => {
  it.each<[string, unknown]>([
    ['nested as deep as it may be', JSON.parse('['.repeat(64) + ']'.repeat(64))],
    ['with as many names as it may have', Object.fromEntries(Array.from({ length: 49_999 }, (_, n) => [`k${n}`, n]))],
    [
      'with brackets and colons in its texts',
      { a: '[{:'.repeat(60_000), b: String.raw`\"[[`, '\\': '\\', c: '\\\\"{' },
    ],
    ['of many numbers', Array.from({ length: 200_000 }, (_, n) => n)],
  ])('%s is read', (_what, value) => {
    expect(parseJson(JSON.stringify(value))).toEqual(value)
  })

  it.each<[string, string]>([
    ['nested deeper', '['.repeat(65) + ']'.repeat(65)],
    ['nested without an end', '['.repeat(7_000_000)],
    ['of objects in objects', '{"a":'.repeat(65) + '1' + '}'.repeat(65)],
    ['of more names', `{${Array.from({ length: 50_001 }, (_, n) => `"k${n}":1`).join()}}`],
    ['of more arrays', `[${'[],'.repeat(50_001)}1]`],
  ])('%s is refused', (_what, text) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'invalid-request' }))
  })

  it.each(['{"a":"', String.raw`{"a":"\"}`, '"', '{"a"'])('that ends in the middle is not JSON: %s', (text) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'invalid-json' }))
  })

  it.each(['__proto__', String.raw`\u005F_proto__`, String.raw`__\u0070roto__`, String.raw`__pro\u0074\u006f__`])(
    'with a key that no object may have is refused, however it is written: %s',
    (key) => {
      expect(() => parseJson(`{"a":[{"${key}":{}}]}`)).toThrow(expect.objectContaining({ code: 'invalid-request' }))
      expect(parseJson(`{"a":"${key}"}`)).toEqual({ a: '__proto__' })
    },
  )
})

it('lets others run between the steps of reading a long body', async () => {
  let turns = 0
  const count = (): void => {
    turns++
    immediate = setImmediate(count)
  }
  let immediate = setImmediate(count)
  await expect(parseBody(Buffer.from(JSON.stringify({ code: 'x'.repeat(100_000) })))).resolves.toEqual({
    code: 'x'.repeat(100_000),
  })
  clearImmediate(immediate)
  expect(turns).toBeGreaterThanOrEqual(3)
})
