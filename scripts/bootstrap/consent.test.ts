import { expect, test } from 'vitest'
import { isYes, needsQuestion } from './consent.mjs'

test('a person at a terminal is asked', () => {
  expect(needsQuestion({ yes: undefined, isTerminal: true })).toBe(true)
})

test('nobody is asked if nobody can answer', () => {
  expect(needsQuestion({ yes: undefined, isTerminal: false })).toBe(false)
})

test.each(['1', 'yes', 'true', ' Y '])('SANDRUN_YES=%s answers in advance', (yes) => {
  expect(needsQuestion({ yes, isTerminal: true })).toBe(false)
})

test.each(['', '0', 'no'])('SANDRUN_YES=%s does not answer', (yes) => {
  expect(needsQuestion({ yes, isTerminal: true })).toBe(true)
})

test.each([
  ['', true],
  ['y', true],
  ['YES ', true],
  ['n', false],
  ['no', false],
  ['maybe', false],
])('the answer "%s" means yes: %s', (answer, expected) => {
  expect(isYes(answer)).toBe(expected)
})
