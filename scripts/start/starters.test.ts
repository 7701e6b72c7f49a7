import { expect, test } from 'vitest'
import { firstLanguage } from './starters.ts'

test.each([
  [undefined, 'python'],
  ['c,python', 'python'],
  [' C , go', 'c'],
  ['none', null],
  ['', null],
])('the first program with SANDRUN_STARTERS=%s is in %s', (starters, first) => {
  expect(firstLanguage(starters)).toBe(first)
})
