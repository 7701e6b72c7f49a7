import { buildPacks } from '../../src/cli/service/build-packs.ts'
import { DockerEngine } from '../../src/drivers/docker/docker-engine.ts'
import { loadCatalog } from '../../src/languages/catalog.ts'
import { readConfig } from '../../src/settings/environment.ts'

/** A language that is not a starter may take minutes to build, in milliseconds. */
export const BUILD_WITHIN_MS = 900_000

/** Builds the images of these languages if they are missing or stale. Throws if one can't be built. */
export async function buildLanguages(...ids: readonly string[]): Promise<void> {
  const catalog = await loadCatalog(readConfig(process.env).languagesDir)
  const packs = ids.map((id) => catalog.get(id))
  const { failed } = await buildPacks(catalog, packs, new DockerEngine())
  const [failure] = failed
  if (failure !== undefined) throw new Error([failure.error.message, ...failure.log].join('\n'))
}
