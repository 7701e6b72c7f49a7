import { expect, it } from 'vitest'
import { commentsOf } from './comments.ts'
import { faultsInComment } from './rules.ts'

it('reads comments without their marks, lines that follow each other as one', () => {
  const source = `/**
 * Two lines
 * of one.
 */
const a = 1 // Beside code.
// One, and
// the same.
const text = '// no comment'
`
  expect(commentsOf('x.ts', source).map(({ line, text }) => [line, text])).toEqual([
    [1, 'Two lines of one.'],
    [5, 'Beside code.'],
    [6, 'One, and the same.'],
  ])
})

it('lets a comment be a fragment, and finds its other faults', () => {
  const faults = (text: string): string[] => faultsInComment({ file: 'x.ts', line: 1, text }).map((one) => one.text)
  expect(faults('What a worker needs from its engine.')).toEqual([])
  expect(faults('A plain start. That is no number. It has a folder of its own.')).toEqual([
    'That is no number.',
    'It has a folder of its own.',
  ])
})
