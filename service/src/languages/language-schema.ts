import { writeFile } from 'node:fs/promises'
import { LanguageManifestSchema } from '@sandrun/shared'
import * as z from 'zod/mini'

/** The JSON Schema with which editors check a `language.json`. */
export const LANGUAGE_SCHEMA_FILE = new URL('../../../languages/language.schema.json', import.meta.url)

/** The content of that file. */
export function languageSchema(): object {
  return { ...z.toJSONSchema(LanguageManifestSchema), title: 'A Sandrun language pack' }
}

// Run `node service/src/languages/language-schema.ts` after a change of the manifest.
if (import.meta.main) await writeFile(LANGUAGE_SCHEMA_FILE, `${JSON.stringify(languageSchema(), undefined, 2)}\n`)
