import { expect, it } from 'vitest'
import { RepeatedInterrupt } from './repeated-interrupt.ts'

it('ends at the second ^C within a second without a reaction to the first', () => {
  let now = 0
  const interrupt = new RepeatedInterrupt(() => now)
  expect(interrupt.press()).toBe(false)
  now += 999
  expect(interrupt.press()).toBe(true)
  now += 1000
  expect(interrupt.press()).toBe(false)
  interrupt.reacted()
  expect(interrupt.press()).toBe(false)
})
