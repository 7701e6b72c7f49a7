import { expect, it } from 'vitest'
import { capacityOf } from './capacity.ts'
import { resolveCaps } from './caps.ts'

const runningOn = (cpus: number, memoryGb: number): number =>
  resolveCaps({}, capacityOf({ cpus, memoryBytes: memoryGb * 2 ** 30 }, { maxSandboxes: null, maxCompilers: null }))
    .running

it('leaves two thirds of the machine to others', () => {
  expect(runningOn(64, 256)).toBe(241)
  expect(runningOn(2, 256)).toBe(21)
})

it('allows several runs at once on a laptop, and one on any machine', () => {
  expect(runningOn(8, 16)).toBe(15)
  expect(runningOn(4, 8)).toBe(7)
  expect(runningOn(1, 1)).toBe(1)
})

it("yields to the operator's setting", () => {
  expect(resolveCaps({ running: 50, runsPerMinute: 3 }, { places: 9 })).toEqual({
    running: 50,
    queued: 100,
    runsPerMinute: 3,
    cpuSecondsPerDay: Infinity,
  })
})
