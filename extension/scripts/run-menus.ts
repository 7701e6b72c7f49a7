import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { LanguageManifestSchema } from '@sandrun/shared'

/** Menus in which ▷ stands. */
const RUN_MENUS = ['editor/title/run', 'editor/context', 'explorer/context']

interface MenuEntry {
  command: string
  when?: string
}

interface ExtensionManifest {
  contributes: { menus: Record<string, MenuEntry[]> }
}

/** The manifest of the extension with the `when` of each ▷ made from the language packs in this folder. */
export function withRunMenus(packageJson: string, languagesFolder: string): string {
  const manifest = JSON.parse(packageJson) as ExtensionManifest
  const when = runWhen(languagesFolder)
  for (const menu of RUN_MENUS) {
    for (const entry of manifest.contributes.menus[menu] ?? []) {
      if (entry.command === 'sandrun.run')
        entry.when = menu.startsWith('explorer') ? `${when} && !explorerResourceIsFolder` : when
    }
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

/**
 * True for files the packs know, without the extension being active, and for those a service has added since. A pack
 * is known by the editor's language ids and by file names, as VS Code may not know the language at all.
 */
function runWhen(languagesFolder: string): string {
  const packs = readdirSync(languagesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('_'))
    .flatMap(({ name }) => manifestIn(join(languagesFolder, name)))
  const ids = alternatives(packs.flatMap(({ editorLanguageIds }) => editorLanguageIds))
  const extensions = alternatives(packs.flatMap(({ extensions: of }) => of))
  const known = [
    `resourceLangId =~ /^(${ids})$/`,
    `resourceExtname =~ /^(${extensions})$/i`,
    'resourceLangId in sandrun.editorLanguages',
    'resourceExtname in sandrun.fileExtensions',
  ]
  return `(${known.join(' || ')}) && !isInDiffEditor && !notebookEditorFocused`
}

function manifestIn(folder: string): { editorLanguageIds: string[]; extensions: string[] }[] {
  try {
    return [LanguageManifestSchema.parse(JSON.parse(readFileSync(join(folder, 'language.json'), 'utf8')))]
  } catch (error) {
    // A folder without a manifest is no pack (yet).
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
    throw error
  }
}

function alternatives(words: string[]): string {
  const literal = (word: string): string => word.replace(/[^\w-]/g, String.raw`\$&`)
  return [...new Set(words)].toSorted().map(literal).join('|')
}
