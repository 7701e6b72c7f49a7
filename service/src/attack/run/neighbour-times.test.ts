import { expect, it } from 'vitest'
import { isContained } from '../attack.ts'
import { NEIGHBOUR } from './neighbour.ts'
import { describeTimes } from './neighbour-times.ts'

it.each([
  ['answers', 'as usual', [1, 1, 2], [3, 4, 1999]],
  ['is held up', 'once', [1, 1, 2], [3, 4, 2000]],
  ['answers', 'as slowly as it does alone', [60, 61, 62], [61, 70, 6000]],
  ['is held up', 'even on a slow machine', [60, 61, 62], [61, 70, 6100]],
])('a neighbour %s %s', (words, _how, alone, meanwhile) => {
  const described = describeTimes(alone, meanwhile)
  expect(described.split(':')[0]).toBe(words)
  expect(isContained(NEIGHBOUR.contained, described)).toBe(words === 'answers')
})
