import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type LanguageManifest, LanguageManifestSchema } from '@sandrun/shared'

export const LANGUAGES_FOLDER = fileURLToPath(new URL('../../languages', import.meta.url))

/** The manifests of the language packs in this folder. */
export function languagePacks(folder: string): LanguageManifest[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .flatMap(({ name }) => manifestIn(join(folder, name)))
}

function manifestIn(folder: string): LanguageManifest[] {
  try {
    return [LanguageManifestSchema.parse(JSON.parse(readFileSync(join(folder, 'language.json'), 'utf8')))]
  } catch (error) {
    // A folder without a manifest is no pack (yet).
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}
