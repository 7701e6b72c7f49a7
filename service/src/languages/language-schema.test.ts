import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { LANGUAGE_SCHEMA_FILE, languageSchema } from './language-schema.ts'

it('matches languages/language.schema.json; else run: node service/src/languages/language-schema.ts', async () => {
  expect(JSON.parse(await readFile(LANGUAGE_SCHEMA_FILE, 'utf8'))).toEqual(languageSchema())
})
