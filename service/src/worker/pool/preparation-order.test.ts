import { expect, it } from 'vitest'
import { nextPreparation, type Preparable } from './preparation-order.ts'
import type { Sandbox } from './sandbox.ts'

/** A language whose runtime takes `memoryMb`, with one sandbox for each of `preparedMb`. */
function language(memoryMb: number, ...preparedMb: number[]): Preparable {
  const runtime = { phase: 'run', argv: [], env: {}, memoryMb } as const
  // Only this property decides.
  return { runtime, warm: preparedMb.map((mb) => ({ preparedMb: mb }) as Sandbox) }
}

/** Says which sandbox comes next, and which give way: [language, sandbox] by their places. */
function next(languages: Preparable[], maxMb: number): { next: number[]; givers: number[][] } | null {
  const found = nextPreparation(languages, maxMb, () => true)
  const place = (sandbox: Sandbox): number[] =>
    languages.flatMap(({ warm }, at) => (warm.includes(sandbox) ? [at, warm.indexOf(sandbox)] : []))
  return found && { next: place(found.candidate.sandbox), givers: found.givers.map(place) }
}

it.each([
  ['nothing is left to do', [language(10, 10), language(10, 10)], 100, null],
  ['the first of each language comes before the second of any', [language(10, 10, 0), language(10, 0)], 100, [1, 0]],
  ['the second comes when every language has one', [language(10, 10, 0), language(10, 10)], 100, [0, 1]],
  ['a small one fits where a large one does not', [language(90, 0), language(50, 0), language(10, 0)], 60, [1, 0]],
  ['the second does not take what a first needs', [language(10, 10, 0), language(10)], 25, null],
  ['the second of a language without a share gets the rest', [language(10, 10, 0), language(90)], 25, [0, 1]],
])('%s', (_name, languages, maxMb, expected) => {
  expect(next(languages, maxMb)?.next ?? null).toEqual(expected)
})

it('lets the least recently used give way, as many as needed', () => {
  const languages = [language(20, 0), language(10, 10, 10), language(10, 10, 10)]
  expect(next(languages, 40)).toEqual({
    next: [0, 0],
    givers: [
      [2, 1],
      [1, 1],
    ],
  })
})

it('lets a language without a share give up its only one', () => {
  expect(next([language(20, 0), language(10, 10), language(10, 10)], 30)).toEqual({ next: [0, 0], givers: [[2, 0]] })
})
