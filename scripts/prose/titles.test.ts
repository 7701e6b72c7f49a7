import { expect, it } from 'vitest'
import { faultsInTitle } from './rules.ts'
import { titlesOf } from './titles.ts'

it('reads the titles of tests and of their groups', () => {
  const source = `
describe('a limit', () => {
  it('ends a run', () => start('not a title'))
  it.each([1])('of %i is kept', () => {})
  it.each([['a row', 1], ['another row', 2], ['none', 3]])('of %s', () => {})
  it.skipIf(true)(\`has \${parts}\`, () => {})
})
test(name, () => {})
`
  expect(titlesOf('x.test.ts', source).map(({ line, text }) => [line, text])).toEqual([
    [2, 'a limit'],
    [3, 'ends a run'],
    [4, 'of %i is kept'],
    [5, 'of %s'],
    [5, 'a row'],
    [5, 'another row'],
    [6, 'has …'],
  ])
})

const isFaulty = (text: string): boolean => faultsInTitle({ file: 'x.test.ts', line: 1, text }).length > 0

it.each([
  'what is missing is brought',
  'who may stop a run',
  'whoever asks is told',
  'whose token is wrong',
  'nothing that was sent is lost',
  'that is no number',
  'has a folder of its own',
])('finds the fault in "%s"', (title) => {
  expect(isFaulty(title)).toBe(true)
})

it.each(['a limit', 'says what is missing', 'is empty', 'names people who may stop a run'])(
  'leaves "%s" alone',
  (title) => {
    expect(isFaulty(title)).toBe(false)
  },
)
