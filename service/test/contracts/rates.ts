import { beforeEach, describe, expect, it } from 'vitest'
import type { Rates } from '../../src/ports/rates.ts'

/** The contract of every counter. `open` makes an empty one, whose clock is the one given. */
export function ratesContract(name: string, open: (now: () => number) => Rates): void {
  describe(`${name} as a counter of rates`, () => {
    let now: number
    let rates: Rates
    beforeEach(() => {
      now = 1_000_000
      rates = open(() => now)
    })

    it('allows so many within any window, and says when the next is allowed', async () => {
      expect(await rates.take('ada', 2, 60_000)).toBe(0)
      now += 20_000
      expect(await rates.take('ada', 2, 60_000)).toBe(0)
      now += 20_000
      expect(await rates.take('ada', 2, 60_000)).toBe(20_000)
      expect(await rates.take('eve', 2, 60_000)).toBe(0)
      now += 20_000
      expect([await rates.take('ada', 2, 60_000), await rates.take('ada', 2, 60_000)]).toEqual([0, 20_000])
    })

    it('allows so many, even if more ask at the same time', async () => {
      const waits = await Promise.all(Array.from({ length: 5 }, () => rates.take('ada', 3, 1000)))
      expect(waits.filter((wait) => wait === 0)).toHaveLength(3)
    })

    it('counts failures until there has been none for a while', async () => {
      expect(await rates.failures('there')).toEqual({ count: 0, ageMs: 0 })
      await Promise.all([rates.fail('there', 60_000), rates.fail('there', 60_000)])
      now += 59_000
      await rates.fail('there', 60_000)
      now += 500
      expect(await rates.failures('there')).toEqual({ count: 3, ageMs: 500 })
      expect(await rates.failures('elsewhere')).toEqual({ count: 0, ageMs: 0 })
      now += 61_000
      await rates.fail('there', 60_000)
      expect(await rates.failures('there')).toEqual({ count: 1, ageMs: 0 })
    })
  })
}
