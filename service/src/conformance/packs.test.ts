import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { loadCatalog } from '../languages/catalog.ts'

const { packs } = await loadCatalog(fileURLToPath(new URL('../../../languages', import.meta.url)))

it.each(packs.map((pack) => [pack.manifest.id, pack] as const))(
  '%s is built on the base it names',
  async (_id, pack) => {
    const dockerfile = await readFile(join(pack.folder, 'Dockerfile'), 'utf8')
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image)
    expect(bases.at(-1)).toBe(`sandrun/base-${pack.manifest.base}`)
  },
)

it.each(packs.flatMap((pack) => (pack.manifest.compile === undefined ? [] : [[pack.manifest.id, pack] as const])))(
  '%s names what compiling leaves, so that it can be kept',
  (_id, { manifest }) => {
    expect(manifest.artefacts ?? []).not.toEqual([])
  },
)

it.each(packs.map((pack) => [pack.manifest.id, pack] as const))('%s shows two samples', (_id, { samples }) => {
  expect(samples.map(({ name }) => name)).toEqual(['hello', 'stdin'])
})
