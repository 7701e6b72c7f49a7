import { expect, it } from 'vitest'
import { loadCatalog } from '../../../languages/catalog.ts'
import { readConfig } from '../../../settings/environment.ts'
import { COMPILE_BOMBS } from '../compile-bombs.ts'
import { BOMBS } from './all.ts'

it('has a bomb for each language that is compiled, and for no other', async () => {
  const catalog = await loadCatalog(readConfig({}).languagesDir)
  const compiled = catalog.packs.flatMap(({ manifest: { id, compile } }) => (compile === undefined ? [] : [id]))
  expect([...new Set(BOMBS.map(({ language }) => language))].toSorted()).toEqual(compiled.toSorted())
})

it('names each bomb once', () => {
  const names = COMPILE_BOMBS.attacks.map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})
