import { describe, expect, it } from 'vitest'
import type { UsageStore } from '../../src/ports/usage-store.ts'

/** The contract of every usage store. `open` creates an empty one. */
export function usageStoreContract(name: string, open: () => UsageStore): void {
  describe(`${name} as a store of usage`, () => {
    it('adds up the usage of each principal on a day', async () => {
      const usage = open()
      expect(await usage.cpuMs('ada', 20_000)).toBe(0)
      await Promise.all([usage.add('ada', 20_000, 1600.5), usage.add('ada', 20_000, 2), usage.add('eve', 20_000, 1)])
      expect([await usage.cpuMs('ada', 20_000), await usage.cpuMs('eve', 20_000)]).toEqual([1602.5, 1])
    })

    it('begins each day anew', async () => {
      const usage = open()
      await usage.add('ada', 20_000, 5)
      await usage.add('ada', 20_001, 7)
      expect(await usage.cpuMs('ada', 20_001)).toBe(7)
      expect(await usage.cpuMs('ada', 20_002)).toBe(0)
    })
  })
}
