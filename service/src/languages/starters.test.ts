import { expect, it } from 'vitest'
import { createTestManifest } from '../conformance/test-pack.ts'
import { createCatalog } from './catalog.ts'
import type { LanguagePack } from './pack.ts'
import { starterPacks } from './starters.ts'

const pack = (id: string, starter: boolean): LanguagePack => ({
  manifest: { ...createTestManifest(id), starter },
  folder: id,
  image: `sandrun/${id}`,
  hasDockerfile: true,
  samples: [],
})
const catalog = createCatalog('languages', [pack('ada', false), pack('bash', true), pack('c', true)])
const ids = (names: readonly string[] | null): string[] =>
  starterPacks(catalog, names).map(({ manifest }) => manifest.id)

it('are the languages whose packs say so', () => {
  expect(ids(null)).toEqual(['bash', 'c'])
})

it('begin with Python, the usual first program', () => {
  const packs = createCatalog('languages', [pack('c', true), pack('python', true), pack('zig', true)])
  expect(starterPacks(packs, null).map(({ manifest }) => manifest.id)).toEqual(['python', 'c', 'zig'])
})

it('are the chosen languages, in their order, or none', () => {
  expect(ids(['C', 'ada'])).toEqual(['c', 'ada'])
  expect(ids(['none'])).toEqual([])
})

it('must be existing languages', () => {
  expect(() => ids(['c', 'klingon'])).toThrow('SANDRUN_STARTERS: there is no language "klingon".')
})
