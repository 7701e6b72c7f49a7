import { expect, test } from 'vitest'
import { isAtLeast } from './versions.mjs'

test.each([
  ['v24.12.0', true],
  ['24.12.1', true],
  ['v24.21.0', true],
  ['v26.0.0', true],
  ['v24.11.9', false],
  ['v24.9.0', false],
  ['v20.20.2', false],
  ['v24.12.0-rc.1', false],
])('%s is at least 24.12.0: %s', (version, expected) => {
  expect(isAtLeast(version, '24.12.0')).toBe(expected)
})
