import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { loadCatalog } from '../languages/catalog.ts'
import { LANGUAGE_DOCS_FILE, readDocumentedPacks, readImageFacts, withLanguageTables } from './language-docs.ts'

const page = await readFile(LANGUAGE_DOCS_FILE, 'utf8')
const packs = await readDocumentedPacks(
  await loadCatalog(fileURLToPath(new URL('../../../languages', import.meta.url))),
)

it('matches docs/languages.md; else run: node service/src/conformance/language-docs.ts', () => {
  expect(withLanguageTables(page, packs, readImageFacts(page))).toBe(page)
})

it('has the version of every verified language, and the size of all', () => {
  const { versions, totalMb } = readImageFacts(page)
  const verified = packs.filter(({ pack }) => pack.manifest.build === 'offline').map(({ pack }) => pack.manifest.id)
  expect(verified.filter((id) => !versions.has(id))).toEqual([])
  expect(Number(totalMb)).toBeGreaterThan(0)
})

it('says where every toolchain comes from', () => {
  expect(packs.filter(({ pack }) => pack.manifest.docs === undefined).map(({ pack }) => pack.manifest.id)).toEqual([])
})
