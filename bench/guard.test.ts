import { expect, it } from 'vitest'
import { regressions } from './guard.ts'
import type { LanguageFigures, Report } from './report.ts'

const figures = (id: string, sandrun: number, bare: number): LanguageFigures => ({
  id,
  sandrun,
  bare,
  spread: [sandrun, sandrun],
  start: 'warm',
})

const committed: Report = {
  comparison: { machine: 'm', date: 'd', rows: [] },
  languages: [figures('c', 100, 100), figures('lua', 7, 7)].map((one) => ({ ...one, machine: 'm', date: 'd' })),
}

it('names the languages that got far slower than bare, whatever the speed of the machine', () => {
  expect(regressions([figures('c', 400, 200)], committed)).toEqual([
    'c: hello takes 2.00 × bare; the committed report has 1.00 ×.',
  ])
  expect(regressions([figures('c', 340, 200)], committed)).toEqual([])
})

it('tolerates noise in short starts, and languages that were never measured', () => {
  expect(regressions([figures('lua', 9, 4), figures('new', 900, 1)], committed)).toEqual([])
})
