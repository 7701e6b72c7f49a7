import { expect, test } from 'vitest'
import { chooseParts, needsBrowser, needsCompiler, needsDocker, needsEditor } from './part-names.mjs'

test('all parts when none is named', () => {
  expect(chooseParts([])).toEqual(['check', 'unit', 'agent', 'docker', 'web', 'extension', 'e2e', 'languages'])
})

test('the named ones, in their own order', () => {
  expect(chooseParts(['docker', 'unit'])).toEqual(['unit', 'docker'])
})

test('a name that is none is told with those there are', () => {
  expect(() => chooseParts(['units'])).toThrow('Unknown test part "units".')
})

test('who runs the agent without a container needs a compiler', () => {
  expect(needsCompiler(['unit'])).toBe(true)
  expect(needsCompiler(['docker'])).toBe(true)
  expect(needsCompiler(['check', 'web'])).toBe(false)
})

test('the quick parts need no Docker, and only the last three a browser or an editor', () => {
  expect(needsDocker(['check', 'unit'])).toBe(false)
  expect(needsDocker(['unit', 'agent'])).toBe(true)
  expect(needsBrowser(['docker'])).toBe(false)
  expect(needsBrowser(['web'])).toBe(true)
  expect(needsEditor(['web'])).toBe(false)
  expect(needsBrowser(['e2e'])).toBe(true)
  expect(needsEditor(['e2e'])).toBe(true)
})
