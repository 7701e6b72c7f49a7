import { LanguageDescription, type LanguageSupport } from '@codemirror/language'
import { languages as known } from '@codemirror/language-data'
import { hasExtension, type LanguageInfo } from '@sandrun/shared'

/** The editor library's names for languages that packs and VS Code name differently, or the nearest it has. */
const NAMES: Readonly<Record<string, string>> = {
  bun: 'TypeScript',
  deno: 'TypeScript',
  lisp: 'Common Lisp',
  nasm: 'Gas',
  objectpascal: 'Pascal',
  racket: 'Scheme',
  raku: 'Perl',
  shellscript: 'Shell',
  vb: 'VB.NET',
}

type Recognisable = Pick<LanguageInfo, 'id' | 'name' | 'editorLanguageIds' | 'extensions'>

/** The editor's mode for a file of a program in this language, or null if it has none. */
export function modeFor(path: string, language: Recognisable): LanguageDescription | null {
  const names = [...language.editorLanguageIds, language.id, language.name]
  const own = names.flatMap((name) => LanguageDescription.matchLanguageName(known, NAMES[name] ?? name, false) ?? [])
  // Extensions clash (.m, .fs, .pl), so the library judges only files of another kind by name.
  const other = hasExtension({ fileName: path }, language) ? null : LanguageDescription.matchFilename(known, path)
  return other ?? own[0] ?? null
}

/** Loads a mode when it is first used. */
export async function loadMode(path: string, language: Recognisable): Promise<LanguageSupport | null> {
  return (await modeFor(path, language)?.load()) ?? null
}
