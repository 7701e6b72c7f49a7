import { describe, expect, it } from 'vitest'
import { parseJson } from './parse-json.ts'

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

  it.each(['{"a":"', String.raw`{"a":"\"}`, '"', '{"a"'])('that ends in the middle is no JSON: %s', (text) => {
    expect(() => parseJson(text)).toThrow(expect.objectContaining({ code: 'invalid-json' }))
  })
})
