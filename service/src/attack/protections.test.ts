import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { type Protection, PROTECTIONS, sourceOf } from '../../test/attack/support/protections.ts'

const SOURCES = fileURLToPath(new URL('../../agent/src/', import.meta.url))

// Each control compiles the agent without one of these lines, so a line that moves must not be lost.
it.each(Object.keys(PROTECTIONS) as Protection[])('is one line of the agent: %s', (protection) => {
  expect(sourceOf(protection, SOURCES)).toMatch(/\.c$/)
})
