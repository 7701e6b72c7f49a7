import fc from 'fast-check'
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

describe('a text of many slices', () => {
  const escaped = (text: string): string =>
    Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')
  const parse = (json: string): Promise<unknown> => parseBody(Buffer.from(json))

  it('is read as JSON.parse reads it, wherever it is and however it is written', async () => {
    const unit = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })
    await fc.assert(
      fc.asyncProperty(unit, fc.string(), async (part, before) => {
        const text = before + part.repeat(Math.ceil(100_000 / part.length))
        const value = { before, files: [{ content: text }, text, before], text, n: 1 }
        await expect(parse(JSON.stringify(value))).resolves.toEqual(value)
        await expect(parse(`["${escaped(text)}", "${escaped(before)}"]`)).resolves.toEqual([text, before])
      }),
      { numRuns: 20 },
    )
  })

  const long = 'x'.repeat(100_000)
  it.each([
    ['without an end', `{"a":"${long}`],
    ['with a line end in it', `{"a":"${long}\n${long}"}`],
    ['with an unknown escape', `{"a":"${long}\\x${long}"}`],
    ['with an incomplete escape', `{"a":"${long}\\u00"}`],
    ['without a comma', `["${long}" "${long}"]`],
  ])('%s is not JSON', async (_what, json) => {
    await expect(parse(json)).rejects.toMatchObject({ code: 'invalid-json' })
  })

  it.each([
    ['at once', ''],
    ['after a space', ' '],
    ['after many lines', '\n'.repeat(100_000)],
  ])('is not accepted as a name whose colon comes %s', async (_what, space) => {
    await expect(parse(`{"${long}"${space}:1}`)).rejects.toMatchObject({ code: 'invalid-request' })
  })
})

/** How many turns others have while this is done. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0
  const count = (): void => {
    turns++
    immediate = setImmediate(count)
  }
  let immediate = setImmediate(count)
  await work()
  clearImmediate(immediate)
  return turns
}

it('lets others run between the slices of a text that is all escapes', async () => {
  const body = Buffer.from(JSON.stringify({ code: '"'.repeat(2 ** 21) }))
  // Both the scan and the reading of 4 MB, 64 KB at a time.
  expect(await turnsDuring(() => parseBody(body))).toBeGreaterThanOrEqual(120)
})

it('lets others run between the steps of reading a long body', async () => {
  const value = { code: 'x'.repeat(100_000) }
  const turns = await turnsDuring(() => expect(parseBody(Buffer.from(JSON.stringify(value)))).resolves.toEqual(value))
  expect(turns).toBeGreaterThanOrEqual(3)
})
