import { expect, it } from 'vitest'
import { WarmTarget } from './targets.ts'

const MINUTE = 60_000

it('keeps one for a starter language from the beginning, none for another', () => {
  expect(new WarmTarget(true, 20).at(0)).toBe(1)
  expect(new WarmTarget(false, 20).at(0)).toBe(0)
})

it('keeps three after three runs within a minute', () => {
  const target = new WarmTarget(false, 20)
  target.used(0)
  target.used(20_000)
  expect(target.at(20_000)).toBe(1)
  target.used(40_000)
  expect(target.at(40_000)).toBe(3)
})

it('keeps one after runs further apart', () => {
  const target = new WarmTarget(false, 20)
  for (const minute of [0, 2, 4, 6]) target.used(minute * MINUTE)
  expect(target.at(6 * MINUTE)).toBe(1)
})

it('grows with the rate of runs, and keeps as many for the next burst', () => {
  const target = new WarmTarget(false, 20)
  for (let run = 0; run < 12; run++) target.used(run * 100)
  expect(target.at(1200)).toBe(12)
  target.used(5 * MINUTE)
  expect(target.at(5 * MINUTE)).toBe(12)
  expect(target.at(11 * MINUTE)).toBe(1)
})

it('remembers a burst that is smaller than an earlier one', () => {
  const target = new WarmTarget(false, 20)
  for (let run = 0; run < 12; run++) target.used(run)
  for (let run = 0; run < 11; run++) target.used(5 * MINUTE + run)
  expect(target.at(9 * MINUTE)).toBe(12)
  expect(target.at(11 * MINUTE)).toBe(11)
})

it('keeps no more than it may for the next burst', () => {
  const target = new WarmTarget(false, 4)
  for (let run = 0; run < 12; run++) target.used(run * 100)
  expect(target.at(1200)).toBe(12)
  expect(target.at(30_000)).toBe(4)
})

it('drops all after ten idle minutes, except one for a starter language', () => {
  for (const starter of [true, false]) {
    const target = new WarmTarget(starter, 20)
    for (let run = 0; run < 5; run++) target.used(run)
    expect(target.at(10 * MINUTE + 4)).toBe(starter ? 1 : 0)
  }
})
