import { expect, it } from 'vitest'
import { parseExpiry } from './expiry.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')

it.each([
  ['12h', '2026-11-22T00:00:00.000Z'],
  ['30d', '2026-12-21T12:00:00.000Z'],
  ['2w', '2026-12-05T12:00:00.000Z'],
  ['2027-06-30', '2027-06-30T00:00:00.000Z'],
])('reads %s', (text, end) => {
  expect(new Date(parseExpiry(text, NOW) ?? 0).toISOString()).toBe(end)
})

it('has no end without a value', () => {
  expect(parseExpiry(undefined, NOW)).toBeNull()
})

it.each(['', '-1d', 'soon', '30', '30x', '2027-13-45', '1e9d'])('refuses "%s"', (text) => {
  expect(() => parseExpiry(text, NOW)).toThrow(`"${text}" is not a duration or a date.`)
})

it.each(['0d', '2026-11-21'])('refuses "%s", which is in the past', (text) => {
  expect(() => parseExpiry(text, NOW)).toThrow(`"${text}" is not in the future.`)
})
