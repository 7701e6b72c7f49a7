import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { loadCatalog } from '../languages/catalog.ts'
import { readPackTests } from './pack-test.ts'
import { REQUIREMENTS, requirementOf } from './requirements.ts'

const { packs } = await loadCatalog(fileURLToPath(new URL('../../../languages', import.meta.url)))

describe.each(packs.map((pack) => ({ id: pack.manifest.id, pack })))('the pack $id', async ({ pack }) => {
  const { cases, lacks } = await readPackTests(pack)

  it.each(REQUIREMENTS)('proves "$title", or says why not', ({ cases: names, isShownBy }) => {
    const showing = cases.filter(({ name }) => names.includes(name))
    const unable = names.filter((name) => lacks.has(name))
    const where = `tests/${names.join(' or tests/')}`
    expect(showing.length > 0, `either ${where} or its lacks.json`).toBe(unable.length === 0)
    expect(showing.filter((packCase) => !isShownBy(packCase)).map(({ name }) => name)).toEqual([])
  })

  it('has only known proofs', () => {
    expect([...lacks.keys()].filter((name) => requirementOf(name) === undefined)).toEqual([])
  })
})
