import { expect, test } from 'vitest'
import { describeError, SetupError } from './setup-error.mjs'

test('says what happened, why, and what to do', () => {
  const error = new SetupError('Docker is missing.', { why: 'first\nsecond', todo: 'Install it.' })
  expect(describeError(error)).toBe('✗ Docker is missing.\n  Why: first\n       second\n  Do:  Install it.')
})

test('shows the stack of an internal error', () => {
  expect(describeError(new TypeError('oh'))).toContain('setup-error.test.ts')
})
