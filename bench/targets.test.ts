import { expect, it } from 'vitest'
import type { LanguageFigures } from './report.ts'
import { isMissed, targetOf, whyMissed } from './targets.ts'

const figures = (id: string, sandrun: number, bare: number): LanguageFigures & { machine: string; date: string } => ({
  id,
  sandrun,
  bare,
  spread: [sandrun, sandrun],
  start: 'warm',
  machine: 'a machine',
  date: '2026-11-28',
})

it.each([
  ['python', 5, 10, '≤ 0.5 ×', false],
  ['python', 6, 10, '≤ 0.5 ×', true],
  ['lua', 9, 6, '≤ bare + 3 ms', false],
  ['lua', 9.5, 6, '≤ bare + 3 ms', true],
  ['brainfuck', 100, 1, '', false],
])('%s with %d ms against %d ms', (id, sandrun, bare, target, missed) => {
  const one = figures(id, sandrun, bare)
  expect([targetOf(one), isMissed(one)]).toEqual([target, missed])
})

it('gives the reason once, with the languages that miss their targets', () => {
  const all = [figures('c', 12, 10), figures('go', 12, 10), figures('rust', 5, 10), figures('python', 9, 10)]
  expect(whyMissed(all)).toEqual([expect.stringMatching(/^- `c`, `go`: The compiler is the plain one/)])
})
