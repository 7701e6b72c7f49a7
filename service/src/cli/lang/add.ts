import { mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { SandrunError } from '@sandrun/shared'
import { createCatalog, loadCatalog } from '../../languages/catalog.ts'
import { parseManifest, readManifestText, readPack } from '../../languages/pack.ts'
import { fetchPack } from '../../languages/pack-source.ts'
import { checkPatterns } from '../../languages/pattern-check.ts'
import { readConfig } from '../../settings/environment.ts'
import { readPackTests } from '../../conformance/pack-test.ts'

/** `sandrun lang add`: adds a valid pack from a folder, an archive or a git repository. */
export async function add(source: string): Promise<number> {
  const directory = readConfig(process.env).languagesDir
  const catalog = await loadCatalog(directory)
  // In the same folder, so that a rename puts it in place; a name with a dot is not a language.
  const passing = await mkdtemp(join(directory, '.adding-'))
  try {
    const fetched = await fetchPack(source, join(passing, 'fetched'))
    const { id } = parseManifest(await readManifestText(fetched), join(source, 'language.json'))
    const taken = catalog.find(id)
    if (taken !== undefined) {
      throw new SandrunError('invalid-request', `Language "${id}" already exists: ${taken.folder}`, {
        field: 'id',
        hint: `Remove it first: sandrun lang remove ${taken.manifest.id}`,
      })
    }
    const renamed = join(passing, id)
    await rename(fetched, renamed)
    const pack = await readPack(renamed)
    await checkPatterns(pack.manifest, join(source, 'language.json'))
    const { cases } = await readPackTests(pack)
    createCatalog(directory, [...catalog.packs, pack])
    await rename(renamed, join(directory, id))
    process.stdout.write(`Added ${id} (${pack.manifest.name}), with ${cases.length} tests, to ${join(directory, id)}.
Read its Dockerfile first: a build runs it as root in Docker. Then: sandrun lang test ${id}
`)
    return 0
  } finally {
    await rm(passing, { recursive: true, force: true })
  }
}
