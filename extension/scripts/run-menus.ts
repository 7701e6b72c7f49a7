import { languagePacks } from './language-packs.ts'

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
  const packs = languagePacks(languagesFolder)
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

function alternatives(words: string[]): string {
  const literal = (word: string): string => word.replace(/[^\w-]/g, String.raw`\$&`)
  return [...new Set(words)].toSorted().map(literal).join('|')
}
