import { expect, test } from 'vitest'
import { chooseParts, needsBrowser, needsCompiler, needsDocker, needsEditor } from './part-names.mjs'

test('no names select all parts but the guest', () => {
  const usual = ['check', 'unit', 'agent', 'docker', 'web', 'extension', 'e2e', 'languages']
  expect(chooseParts([])).toEqual(usual)
  expect(chooseParts(['all'])).toEqual([...usual, 'platforms'])
})

test('names select these parts, in their fixed order', () => {
  expect(chooseParts(['docker', 'unit'])).toEqual(['unit', 'docker'])
})

test('an unknown name is reported with the known ones', () => {
  expect(() => chooseParts(['units'])).toThrow('Unknown test part "units".')
})

test('parts that run the agent without a container need a compiler', () => {
  expect(needsCompiler(['unit'])).toBe(true)
  expect(needsCompiler(['docker'])).toBe(true)
  expect(needsCompiler(['check', 'web'])).toBe(false)
})

test('fast parts need no Docker, and only the last three need a browser or an editor', () => {
  expect(needsDocker(['check', 'unit'])).toBe(false)
  expect(needsDocker(['unit', 'agent'])).toBe(true)
  expect(needsBrowser(['docker'])).toBe(false)
  expect(needsBrowser(['web'])).toBe(true)
  expect(needsEditor(['web'])).toBe(false)
  expect(needsBrowser(['e2e'])).toBe(true)
  expect(needsEditor(['e2e'])).toBe(true)
})
