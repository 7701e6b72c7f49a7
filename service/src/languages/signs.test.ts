import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { detectLanguage, hasExtension, type LanguageInfo } from '@sandrun/shared'
import { expect, it } from 'vitest'
import { loadCatalog } from './catalog.ts'

const LANGUAGES = join(import.meta.dirname, '../../../languages')

const { packs } = await loadCatalog(LANGUAGES)
type Known = Pick<LanguageInfo, 'id' | 'available' | 'editorLanguageIds' | 'extensions' | 'shebangs' | 'signs'>
const known = packs.map(({ manifest }): Known => {
  const { id, editorLanguageIds, extensions, shebangs = [], signs } = manifest
  return { id, available: true, editorLanguageIds, extensions, shebangs, ...(signs !== undefined && { signs }) }
})

it.each(known.filter(({ signs }) => signs !== undefined).map((language) => [language.id, language] as const))(
  'detects the language of every program of %s by its text',
  (id, language) => {
    const paths = globSync(join(LANGUAGES, id, '{samples,tests}/**/*')).filter((path) =>
      hasExtension({ fileName: path }, language),
    )
    expect(paths.length).toBeGreaterThan(10)
    const detected = paths.map((path) => {
      const text = readFileSync(path, 'utf8')
      const [firstLine = ''] = text.split('\n', 1)
      return [path, detectLanguage({ fileName: basename(path), editorLanguageId: '', firstLine, text }, known)?.id]
    })
    expect(detected.filter(([, found]) => found !== id)).toEqual([])
  },
)
