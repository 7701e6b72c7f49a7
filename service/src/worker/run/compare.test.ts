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
  [{ float: 0 }, 'NaN -nan', 'nan NAN', true],
  [{ float: 0 }, 'Infinity -inf +Inf', 'inf -Infinity INFINITY', true],
  [{ float: 1 }, 'inf', '-inf', false],
  [{ float: 1 }, 'nan', 'inf', false],
  [{ float: 0 }, '16', '0x10', false],
  [{ float: 0 }, '0x10', '16', false],
  [{ float: 0.5 }, '.5 5.', '0.5 5', true],
  [{ float: 1e-6 }, '2e999', '1e999', false],
  [{ float: 1e-6 }, '2e999', '2e999', true],
  [{ float: 1e-6 }, 'Infinity', '1e400', false],
  [{ float: 1e-6 }, '2'.repeat(400), '1'.repeat(400), false],
  [{ float: 0 }, '12345678901234567891', '12345678901234567890', false],
  [{ float: 1e-6 }, '12345678901234567891', '12345678901234567890', true],
  ['trim', 'a \r\nb', 'a\nb', true],
  ['trim', 'a\r \nb', 'a\nb', false],
  ['trim', '', ' \n\t\r\n', true],
  ['trim', '\n\na', 'a', false],
  ['tokens', '', ' \n', true],
])('%j: for %j and %j it is %j', async (compare, output, expected, same) => {
  await expect(isExpected(output, expected, compare)).resolves.toBe(same)
})

it('never accepts bytes that are not text', async () => {
  await expect(isExpected({ base64: '/w==' }, '', 'tokens')).resolves.toBe(false)
})

const BLANKS = `${' '.repeat(1_000_000)}x`

it.each<Compare>(['exact', 'trim', 'tokens', { float: 0.1 }])(
  'takes time in proportion to the text: %j',
  async (compare) => {
    await expect(isExpected(BLANKS, `${BLANKS}\ny`, compare)).resolves.toBe(false)
    await expect(isExpected(BLANKS, BLANKS, compare)).resolves.toBe(true)
    await expect(isExpected('a \t'.repeat(300_000), 'a \t'.repeat(300_000), compare)).resolves.toBe(true)
  },
)

it.each<Compare>(['trim', 'tokens', { float: 0.1 }])('lets others run in between: %j', async (compare) => {
  const text = '1\n'.repeat(1_000_000)
  let turns = 0
  const turn = (): void => {
    turns++
    next = setImmediate(turn)
  }
  let next = setImmediate(turn)
  await isExpected(text, text, compare)
  clearImmediate(next)
  expect(turns).toBeGreaterThan(10)
})
