import { writeFile } from 'node:fs/promises'
import { LanguageManifestSchema } from '@sandrun/shared'
import * as z from 'zod/mini'

/** Where editors find the JSON Schema they check a `language.json` with. */
export const LANGUAGE_SCHEMA_FILE = new URL('../../../languages/language.schema.json', import.meta.url)

/** What that file says. */
export function languageSchema(): object {
  return { ...z.toJSONSchema(LanguageManifestSchema), title: 'A Sandrun language pack' }
}

// `node service/src/languages/language-schema.ts` writes it anew after a change of the manifest.
if (import.meta.main) await writeFile(LANGUAGE_SCHEMA_FILE, `${JSON.stringify(languageSchema(), undefined, 2)}\n`)
