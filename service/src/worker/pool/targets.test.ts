import { expect, it } from 'vitest'
import { WarmTarget } from './targets.ts'

const MINUTE = 60_000

it('keeps one for a starter language from the beginning, none for another', () => {
  expect(new WarmTarget(true).at(0)).toBe(1)
  expect(new WarmTarget(false).at(0)).toBe(0)
})

it('keeps three after three runs within a minute', () => {
  const target = new WarmTarget(false)
  target.used(0)
  target.used(20_000)
  expect(target.at(20_000)).toBe(1)
  target.used(40_000)
  expect(target.at(40_000)).toBe(3)
})

it('keeps one after runs further apart', () => {
  const target = new WarmTarget(false)
  for (const minute of [0, 2, 4, 6]) target.used(minute * MINUTE)
  expect(target.at(6 * MINUTE)).toBe(1)
})

it('grows with the rate of runs', () => {
  const target = new WarmTarget(false)
  for (let run = 0; run < 12; run++) target.used(run * 100)
  expect(target.at(1200)).toBe(12)
  expect(target.at(30_000)).toBe(3)
})

it('drops all after ten idle minutes, except one for a starter language', () => {
  for (const starter of [true, false]) {
    const target = new WarmTarget(starter)
    for (let run = 0; run < 5; run++) target.used(run)
    expect(target.at(10 * MINUTE + 4)).toBe(starter ? 1 : 0)
  }
})
