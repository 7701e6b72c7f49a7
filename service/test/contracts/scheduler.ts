import { describe, expect, it } from 'vitest'
import { resolveCaps } from '../../src/model/caps.ts'
import type { Demand, Scheduler } from '../../src/ports/scheduler.ts'

const never = new AbortController().signal
const demand: Demand = { owner: 'ada', interactive: true, memoryMb: 85, caps: resolveCaps({}, { places: 300 }) }

/** How many runs may start at once, and how many may wait. */
export interface Room {
  /** For all sandboxes together, each of which takes some more than its limit. */
  memoryMb: number
  maxRunning: number
  maxQueued: number
  cpus: number
}

/** The contract of every scheduler. `open` creates one without runs. */
export function schedulerContract(driver: string, open: (room: Room) => Scheduler): void {
  const scheduler = (room: Partial<Room> = {}): Scheduler =>
    open({ memoryMb: 1000, maxRunning: 1, maxQueued: 2, cpus: 2, ...room })

  describe(`${driver} as a scheduler`, () => {
    it('lets a run begin at once while there is room', async () => {
      const positions: number[] = []
      using slot = await scheduler().admit(demand, (position) => positions.push(position), never)
      expect(slot.queuedMs).toBeLessThan(1000)
      expect(positions).toEqual([])
    })

    it('serves one owner in the order of arrival and reports every change of place', async () => {
      const local = scheduler()
      const order: string[] = []
      const first = await local.admit(demand, () => {}, never)
      const wait = async (name: string): Promise<void> => {
        using _slot = await local.admit(demand, (position) => order.push(`${name}@${position}`), never)
        order.push(name)
      }
      const waiting = [wait('b'), wait('c')]
      first[Symbol.dispose]()
      await Promise.all(waiting)
      expect(order).toEqual(['b@1', 'c@2', 'c@1', 'b', 'c'])
    })

    it('serves owners in turn, and informs those who fall behind', async () => {
      const local = scheduler({ maxQueued: 10 })
      const order: string[] = []
      const first = await local.admit(demand, () => {}, never)
      const wait = async (owner: string, name: string): Promise<void> => {
        using _slot = await local.admit({ ...demand, owner }, (position) => order.push(`${name}@${position}`), never)
        order.push(name)
      }
      const waiting = [wait('ada', 'a1'), wait('ada', 'a2'), wait('eve', 'e1')]
      first[Symbol.dispose]()
      await Promise.all(waiting)
      expect(order.slice(0, 4)).toEqual(['a1@1', 'a2@2', 'e1@1', 'a1@2'])
      expect(order.filter((entry) => !entry.includes('@'))).toEqual(['e1', 'a1', 'a2'])
    })

    it('refuses a run when the queue is full, and a demand that this machine could never meet', async () => {
      const local = scheduler({ maxQueued: 1 })
      using _running = await local.admit(demand, () => {}, never)
      const stop = new AbortController()
      const waiting = local.admit(demand, () => {}, stop.signal)
      await expect(local.admit(demand, () => {}, never)).rejects.toMatchObject({
        code: 'queue-full',
        retryAfter: expect.any(Number),
      })
      const huge = { ...demand, memoryMb: 990 }
      await expect(local.admit(huge, () => {}, never)).rejects.toMatchObject({ code: 'limit-too-high' })
      stop.abort(new Error('left'))
      await expect(waiting).rejects.toThrow('left')
    })

    it("limits an owner's running and queued runs, and lets others pass", async () => {
      const local = scheduler({ maxRunning: 2, maxQueued: 10 })
      const capped = { ...demand, caps: { running: 1, queued: 1 } }
      const running = await local.admit(capped, () => {}, never)
      const places: number[] = []
      const waiting = local.admit(capped, (position) => places.push(position), never)
      await expect(local.admit(capped, () => {}, never)).rejects.toMatchObject({ code: 'cap-reached' })
      using _other = await local.admit({ ...demand, owner: 'eve' }, () => {}, never)
      running[Symbol.dispose]()
      using _slot = await waiting
      expect(places).toEqual([1])
    })

    it('never reserves more memory than there is', async () => {
      const local = scheduler({ maxRunning: 100, memoryMb: 250 })
      const slots = [await local.admit(demand, () => {}, never), await local.admit(demand, () => {}, never)]
      let admitted = false
      const third = local
        .admit(demand, () => {}, never)
        .then((slot) => {
          admitted = true
          return slot
        })
      await Promise.resolve()
      expect(admitted).toBe(false)
      slots[0]?.[Symbol.dispose]()
      using _slot = await third
      expect(admitted).toBe(true)
    })

    it('has a spare place while a processor is free and nobody waits, and tells when somebody needs it', async () => {
      const local = scheduler({ maxRunning: 3, cpus: 2 })
      using _first = await local.admit(demand, () => {}, never)
      const spare = local.spare(demand)
      expect([spare?.isWanted, local.spare(demand)]).toEqual([false, null])
      const other = await local.admit({ ...demand, owner: 'eve' }, () => {}, never)
      expect(spare?.isWanted).toBe(true)
      other[Symbol.dispose]()
      expect(spare?.isWanted).toBe(false)
      spare?.[Symbol.dispose]()
      expect(local.spare(demand)?.isWanted).toBe(false)
    })

    it('lets a run that waits have a spare place, which counts towards its owner’s', async () => {
      const local = scheduler({ maxRunning: 2, cpus: 8 })
      using _first = await local.admit(demand, () => {}, never)
      const spare = local.spare(demand)
      const waiting = local.admit({ ...demand, owner: 'eve' }, () => {}, never)
      expect([spare?.isWanted, local.spare(demand)]).toEqual([true, null])
      spare?.[Symbol.dispose]()
      using _other = await waiting
      const capped = scheduler({ maxRunning: 8, cpus: 8 })
      const caps = { running: 1, queued: 1 }
      using _own = await capped.admit({ ...demand, caps }, () => {}, never)
      expect(capped.spare({ ...demand, caps })).toBeNull()
      expect(capped.spare({ ...demand, memoryMb: 990 })).toBeNull()
      capped.close()
      expect(capped.spare(demand)).toBeNull()
    })

    it('refuses no run because of a spare place, which will be free', async () => {
      const local = scheduler({ maxRunning: 2, maxQueued: 1 })
      const own = { ...demand, caps: { running: 8, queued: 1 } }
      const first = await local.admit(own, () => {}, never)
      const spare = local.spare(own)
      const waiting = [local.admit(own, () => {}, never), local.admit(own, () => {}, never)]
      await expect(local.admit(own, () => {}, never)).rejects.toMatchObject({ code: 'cap-reached' })
      spare?.[Symbol.dispose]()
      spare?.[Symbol.dispose]()
      first[Symbol.dispose]()
      for (const slot of await Promise.all(waiting)) slot[Symbol.dispose]()
    })

    it('refuses queued runs when it closes', async () => {
      const local = scheduler()
      using _running = await local.admit(demand, () => {}, never)
      const waiting = local.admit(demand, () => {}, never)
      local.close()
      await expect(waiting).rejects.toMatchObject({ code: 'shutting-down' })
      await expect(local.admit(demand, () => {}, never)).rejects.toMatchObject({ code: 'shutting-down' })
    })
  })
}
