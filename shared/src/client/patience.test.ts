import { expect, it } from 'vitest'
import { Patience } from './patience.ts'

it('ends at the second ^C within a second if nobody reacted to the first', () => {
  let now = 0
  const patience = new Patience(() => now)
  expect(patience.ask()).toBe(false)
  now += 999
  expect(patience.ask()).toBe(true)
  now += 1000
  expect(patience.ask()).toBe(false)
  patience.heard()
  expect(patience.ask()).toBe(false)
})
