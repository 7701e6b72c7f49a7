import fc from 'fast-check'
import { expect, it } from 'vitest'
import { FairQueue } from './fair-queue.ts'

interface Item {
  owner: string
  interactive: boolean
  name: string
}

const roomy = (): number => Infinity

const item = fc.record({ owner: fc.constantFrom('a', 'b', 'c', 'd'), interactive: fc.boolean(), name: fc.uuid() })
const items = fc.array(item, { maxLength: 60 })
/** Arrivals, services (true) and cancellations of the nth waiting run, in any order. */
const histories = fc.array(fc.oneof(item, fc.constant(true as const), fc.nat(20)), { maxLength: 120 })

function serve(queue: FairQueue<Item>, room: (item: Item) => number = roomy): Item | null {
  const next = queue.next(room)
  if (next !== null) queue.take(next)
  return next
}

function replay(happened: readonly (Item | true | number)[]): FairQueue<Item> {
  const queue = new FairQueue<Item>()
  for (const one of happened) {
    if (one === true) serve(queue)
    else if (typeof one === 'number') {
      const waiting = queue.order(roomy)[one]
      if (waiting !== undefined) queue.remove(waiting)
    } else queue.push(one)
  }
  return queue
}

it('serves everybody once, whatever came before', () => {
  fc.assert(
    fc.property(histories, items, (happened, more) => {
      const queue = replay(happened)
      for (const one of more) queue.push(one)
      const expected = queue.size
      const served = new Set<Item>()
      for (let next = serve(queue); next !== null; next = serve(queue)) served.add(next)
      expect(served.size).toBe(expected)
      expect(queue.size).toBe(0)
    }),
  )
})

it("never delays another's first run by more than one run, whatever came before", () => {
  fc.assert(
    fc.property(
      histories,
      fc.integer({ min: 1, max: 100 }),
      fc.boolean(),
      fc.nat(30),
      (happened, many, live, after) => {
        const queue = replay(happened)
        const hog = (): Item => ({ owner: 'hog', interactive: live, name: 'hog' })
        for (let index = 0; index < many; index++) queue.push(hog())
        for (let index = 0; index < after; index++) serve(queue)
        const single = { owner: 'single', interactive: false, name: 'single' }
        queue.push(single)
        let before = 0
        for (let next = serve(queue); next !== single && before <= 1; next = serve(queue)) {
          if (next?.owner === 'hog') before++
          // This principal never stops asking.
          queue.push(hog())
        }
        expect(before).toBeLessThanOrEqual(1)
      },
    ),
  )
})

it('starves no owner while others keep coming', () => {
  fc.assert(
    fc.property(items, item, (waiting, patient) => {
      const queue = new FairQueue<Item>()
      for (const one of waiting) queue.push(one)
      const own = waiting.filter(({ owner }) => owner === patient.owner).length
      queue.push(patient)
      const most = own + 3 * (own + 1)
      let served = 0
      for (let next = serve(queue); next !== patient && served <= most; next = serve(queue)) {
        served++
        // The three other owners return each time, with interactive runs.
        if (next !== null && next.owner !== patient.owner) queue.push({ ...next, interactive: true })
      }
      expect(served).toBeLessThanOrEqual(most)
    }),
  )
})

it('predicts places correctly if no other run comes', () => {
  const rooms = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.nat(3))
  fc.assert(
    fc.property(histories, rooms, (happened, given) => {
      const queue = replay(happened)
      const rooming = new Map(Object.entries(given))
      const room = ({ owner }: Item): number => rooming.get(owner) ?? Infinity
      const announced = queue.order(room)
      expect(new Set(announced).size).toBe(queue.size)
      const served: Item[] = []
      for (let next = serve(queue, room); next !== null; next = serve(queue, room)) {
        served.push(next)
        rooming.set(next.owner, room(next) - 1)
      }
      expect(announced.slice(0, served.length)).toEqual(served)
      // Only runs of an owner without room are left.
      expect(announced.slice(served.length).every((left) => room(left) <= 0)).toBe(true)
    }),
  )
})

it('removes a cancelled run, and moves no other', () => {
  fc.assert(
    fc.property(histories, fc.nat(), (happened, at) => {
      const queue = replay(happened)
      fc.pre(queue.size > 0)
      const before = queue.order(roomy)
      const leaver = before[at % before.length]
      if (leaver === undefined) throw new Error('there is one at every place')
      expect(queue.remove(leaver)).toBe(true)
      expect(queue.remove(leaver)).toBe(false)
      const after = queue.order(roomy)
      expect(after).not.toContain(leaver)
      const others = (list: readonly Item[]): Item[] => list.filter(({ owner }) => owner !== leaver.owner)
      expect(others(after)).toEqual(others(before))
    }),
  )
})

it('serves interactive runs first within a round', () => {
  const queue = new FairQueue<Item>()
  const push = (owner: string, interactive: boolean, name: string): void => queue.push({ owner, interactive, name })
  push('a', false, 'a batch')
  push('b', false, 'b batch')
  push('a', true, 'a live')
  push('c', true, 'c live')
  expect(queue.order(roomy).map(({ name }) => name)).toEqual(['a live', 'c live', 'b batch', 'a batch'])
})
