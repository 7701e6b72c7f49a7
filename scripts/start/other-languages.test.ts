import { expect, test } from 'vitest'
import { ended, whatIsLeft } from './other-languages.ts'

const language = (name: string, build?: 'waiting' | 'building', available = false) => ({
  id: name.toLowerCase(),
  name,
  version: available ? '1.0' : null,
  available,
  ...(build !== undefined && { build }),
})

test('says what is being built and what comes next', () => {
  const left = [language('C', 'building'), language('Go', 'building'), language('Java', 'waiting')]
  expect(whatIsLeft(left, 7)).toBe('4 of 7 can run; building C, Go; then Java')
  expect(whatIsLeft([language('Java', 'building')], 7)).toBe('6 of 7 can run; building Java')
})

test('reports the end of each once, whether it can run or not', () => {
  const before = [language('C', 'building'), language('Go', 'building'), language('Java', 'waiting'), language('R')]
  const now = [language('C', undefined, true), language('Go'), language('Java', 'building'), language('R')]
  expect(ended(before, now).map(({ name, available }) => [name, available])).toEqual([
    ['C', true],
    ['Go', false],
  ])
})
