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

it('reads the comments of C, and no marks in its strings', () => {
  const source = `/*
 * One
 * of two lines.
 */
const char *text = "/* no comment */ \\" /*";
char quote = '"'; /* Beside code. */
`
  expect(commentsOf('x.c', source).map(({ line, text }) => [line, text])).toEqual([
    [1, 'One of two lines.'],
    [6, 'Beside code.'],
  ])
})

it('reads the comments and docstrings of Python, and the comments of shells', () => {
  const source = `#!/usr/bin/env python3
"""One.
Of two lines.
"""
text = '# no comment'
def run():
    """Runs it."""
    # One, and
    # the same.
    return 1
`
  expect(commentsOf('x.py', source).map(({ line, text }) => [line, text])).toEqual([
    [2, 'One. Of two lines.'],
    [7, 'Runs it.'],
    [8, 'One, and the same.'],
  ])
})

it('lets a comment be a fragment, and finds its other faults', () => {
  const faults = (text: string): string[] => faultsInComment({ file: 'x.ts', line: 1, text }).map((one) => one.text)
  expect(faults('What a worker needs from its engine.')).toEqual([])
  expect(faults('Whoever asks is told.')).toEqual(['Whoever asks is told.'])
  expect(faults('A plain start. That is no number. It has a folder of its own.')).toEqual([
    'That is no number.',
    'It has a folder of its own.',
  ])
})
