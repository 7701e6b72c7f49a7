import { expect, it } from 'vitest'
import { readMinutes } from './minutes.ts'
import { UsageError } from './usage-error.ts'

it('reads a number of minutes', () => {
  expect(readMinutes('2.5', 10)).toBe(2.5)
  expect(readMinutes('0', 10)).toBe(0)
  expect(readMinutes(undefined, 10)).toBe(10)
})

it.each(['', ' ', '-1', 'ten', 'NaN'])('refuses "%s"', (text) => {
  expect(() => readMinutes(text, 10)).toThrow(UsageError)
})
