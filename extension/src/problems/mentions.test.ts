import { describe, expect, it } from 'vitest'
import type { Sources } from '../run/sources.ts'
import { findMentions } from './mentions.ts'

const sources: Sources = new Map(
  ['main.x', 'lib/main.x', 'a (1).x'].map((path) => [
    path,
    { uri: `test:/${path}`, text: '', firstLine: 0, firstColumn: 0 },
  ]),
)

function placesIn(text: string): unknown[] {
  return findMentions(text, sources).map(({ place }) => [place.uri, place.line + 1, place.column && place.column + 1])
}

describe('findMentions', () => {
  it.each([
    ['main.x:3:5: error: oh', 3, 5],
    ['./main.x:3: error: oh', 3, null],
    ['  --> /work/main.x:3:5', 3, 5],
    ['    at file:///work/main.x:3:5', 3, 5],
    ['    at Main.main(main.x:3)', 3, null],
    ['main.x(3,5): error CS0103', 3, 5],
    ['main.x(3, 5) Error: oh', 3, 5],
    ['main.x:(3,5)-(4,9): error:', 3, 5],
    ['  at Main () [0x0] in /work/main.x:line 3', 3, null],
    ['  File "/work/main.x", line 3, in <module>', 3, null],
    ['File "main.x", line 3, characters 5-9:', 3, 5],
    ['oh at main.x line 3.', 3, null],
    ['Fatal error: oh in /work/main.x on line 3', 3, null],
    ['main.x: line 3: oh', 3, null],
    ['/work/main.x: 3: oh', 3, null],
  ])('reads %s', (text, line, column) => {
    expect(placesIn(text)).toEqual([['test:/main.x', line, column]])
  })

  it.each(['/usr/main.x:3:5', 'other/main.x:3', 'main.xy:3', 'omain.x:3', 'main.x alone', '../main.x:3'])(
    'leaves %s alone',
    (text) => {
      expect(placesIn(text)).toEqual([])
    },
  )

  it('distinguishes files of the same name, and reads odd names', () => {
    expect(placesIn('lib/main.x:1 main.x:2 a (1).x:3')).toEqual([
      ['test:/lib/main.x', 1, null],
      ['test:/main.x', 2, null],
      ['test:/a (1).x', 3, null],
    ])
  })

  it('reports positions in the text', () => {
    expect(findMentions('in main.x:3:5: oh', sources)).toMatchObject([{ start: 3, length: 10 }])
  })
})
