import { languagePacks } from './language-packs.ts'

/** Menus in which ▷ and its kin stand. */
const RUN_MENUS = ['editor/title/run', 'editor/context', 'explorer/context']

/** What runs the active file, and what has to be so for it besides the file's language. */
const RUN_COMMANDS: Readonly<Record<string, string>> = {
  'sandrun.run': '',
  'sandrun.runWithInput': '',
  'sandrun.runWithArguments': '',
  'sandrun.runSelection': ' && editorHasSelection',
}

interface MenuEntry {
  command: string
  when?: string
}

interface ExtensionManifest {
  contributes: { menus: Record<string, MenuEntry[]>; keybindings: MenuEntry[] }
}

/** The manifest of the extension with the `when` of each ▷, and of its key, made from the language packs in this folder. */
export function withRunMenus(packageJson: string, languagesFolder: string): string {
  const manifest = JSON.parse(packageJson) as ExtensionManifest
  const when = runWhen(languagesFolder)
  for (const menu of RUN_MENUS) {
    for (const entry of manifest.contributes.menus[menu] ?? []) {
      const besides = RUN_COMMANDS[entry.command]
      if (besides === undefined) continue
      entry.when = when + besides + (menu.startsWith('explorer') ? ' && !explorerResourceIsFolder' : '')
    }
  }
  for (const binding of manifest.contributes.keybindings) {
    if (binding.command === 'sandrun.run') binding.when = `editorTextFocus && ${when}`
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
