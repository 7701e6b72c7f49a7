import { expect, it } from 'vitest'
import { compareRuntimes } from './runtime-times.ts'

const compare = (runc: readonly number[], crun: readonly number[]): object =>
  compareRuntimes({ runtime: 'runc', times: runc }, { runtime: 'crun', times: crun })

it('recommends a runtime that is clearly faster, with the ratio', () => {
  expect(compare([100, 140, 110, 120, 900], [60, 80, 70, 75, 90])).toEqual({
    state: 'note',
    what: 'runc starts a sandbox in 120 ms, crun in 75 ms',
    fix: 'To use that (0.63 of the time): SANDRUN_RUNTIME=crun',
  })
})

it('recommends nothing that is as fast', () => {
  const found = compare([100, 100, 100], [95, 95, 95])
  expect(found).toEqual({ state: 'good', what: 'runc starts a sandbox in 100 ms, crun in 95 ms' })
})

it('recommends nothing that is faster only now and then', () => {
  expect(compare([100, 100, 100, 300, 300], [110, 50, 120, 50, 50])).toMatchObject({ state: 'good' })
})

it('says that it does not know after too few starts', () => {
  expect(compare([100, 100, 100], [60, 60])).toMatchObject({ state: 'note', what: expect.stringContaining('too busy') })
})
