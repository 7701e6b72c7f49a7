import { expect, it } from 'vitest'
import { capacityOf } from './capacity.ts'

it("depends on the machine's cores and memory, unless the operator says otherwise", () => {
  const machine = { cpus: 4, memoryBytes: 8 * 2 ** 30 }
  expect(capacityOf(machine, { maxSandboxes: null, maxCompilers: null })).toEqual({
    memoryMb: 6144,
    sandboxes: 128,
    places: 22,
    compilers: 4,
    learned: 20,
    cpus: 4,
  })
  expect(capacityOf(machine, { maxSandboxes: 5, maxCompilers: 1 })).toEqual({
    memoryMb: 6144,
    sandboxes: 5,
    places: 5,
    compilers: 1,
    learned: 2,
    cpus: 4,
  })
})
