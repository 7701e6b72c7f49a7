import type { Compare } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { isExpected } from './compare.ts'

it.each<[Compare, string, string, boolean]>([
  ['exact', 'a\n', 'a\n', true],
  ['exact', 'a\n', 'a', false],
  ['trim', 'a  \nb\t\n\n', 'a\nb', true],
  ['trim', 'a\r\nb\r\n', 'a\nb\n', true],
  ['trim', ' a', 'a', false],
  ['trim', 'a\n\nb', 'a\nb', false],
  ['tokens', ' 1   2\n3', '1 2 3', true],
  ['tokens', '1 2', '1 2 3', false],
  ['tokens', '1 2 3 4', '1 2 3', false],
  ['tokens', '1.0', '1', false],
  [{ float: 1e-6 }, '3.1415927', '3.14159265', true],
  [{ float: 1e-6 }, '3.1416', '3.14159265', false],
  [{ float: 1e-6 }, '1000000.5', '1000000', true],
  [{ float: 1e-3 }, 'nan', '0', false],
  [{ float: 1e-3 }, 'yes 1.0', 'yes 1', true],
  [{ float: 1e-3 }, 'yes 1.0', 'no 1', false],
  [{ float: 0 }, '1e3', '1000', true],
])('%j: %j against %j is %j', (compare, output, expected, same) => {
  expect(isExpected(output, expected, compare)).toBe(same)
})

it('never takes what is no text', () => {
  expect(isExpected({ base64: '/w==' }, '', 'tokens')).toBe(false)
})
