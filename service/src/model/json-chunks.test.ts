import fc from 'fast-check'
import { expect, it } from 'vitest'
import { jsonChunks } from './json-chunks.ts'

const json = (value: unknown): string => [...jsonChunks(value)].join('')

it('produces the same JSON as JSON.stringify', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(json(value)).toBe(JSON.stringify(value))
    }),
  )
})

it('omits undefined values', () => {
  expect(json({ a: undefined, b: 1 })).toBe('{"b":1}')
  expect(json({ a: undefined })).toBe('{}')
})

it('splits a long string into pieces, even if a cut falls within a character', () => {
  const text = `x${'😀\0'.repeat(100_000)}`
  const chunks = [...jsonChunks({ text })]
  expect(Math.max(...chunks.map((chunk) => chunk.length))).toBeLessThan(1_000_000)
  expect(JSON.parse(chunks.join(''))).toEqual({ text })
})
