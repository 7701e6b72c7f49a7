import fc from 'fast-check'
import { expect, it } from 'vitest'
import { concatBytes, fromBytes, TextOrBase64Schema, toBytes } from './bytes.ts'

it('returns any bytes unchanged, as text only if they are text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 20_000 }), (bytes) => {
      expect(toBytes(fromBytes(bytes))).toEqual(bytes)
    }),
  )
})

it('keeps a byte order mark and NUL in text', () => {
  expect(fromBytes(Uint8Array.of(0xef, 0xbb, 0xbf, 0))).toBe('\uFEFF\0')
})

it('refuses text that is not base64', () => {
  expect(TextOrBase64Schema.safeParse({ base64: 'a?b=' }).success).toBe(false)
  expect(TextOrBase64Schema.safeParse({ base64: '/wA=' }).success).toBe(true)
})

it('joins chunks in order', () => {
  expect(concatBytes([])).toEqual(new Uint8Array())
  expect(concatBytes([Uint8Array.of(1), Uint8Array.of(), Uint8Array.of(2, 3)])).toEqual(Uint8Array.of(1, 2, 3))
})
