import { LanguageDescription, type LanguageSupport } from '@codemirror/language'
import { languages as known } from '@codemirror/language-data'
import type { LanguageInfo } from '@sandrun/shared'

/** Names by which the editor's library knows what packs and VS Code call otherwise; where it has none, the nearest. */
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

type Recognisable = Pick<LanguageInfo, 'id' | 'name' | 'editorLanguageIds'>

/** How the editor colours a file, or null where it knows no way; what a file's name says comes first. */
function modeFor(path: string, language: Recognisable): LanguageDescription | null {
  const names = [...language.editorLanguageIds, language.id, language.name]
  const own = names.flatMap((name) => LanguageDescription.matchLanguageName(known, NAMES[name] ?? name, false) ?? [])
  const byPath = LanguageDescription.matchFilename(known, path)
  // Extensions clash (.m, .fs, .pl), so the library's guess counts only beside other files of a program.
  return own.find((mode) => byPath === null || mode === byPath) ?? own[0] ?? byPath
}

/** Loads a mode when it is first used. */
export async function loadMode(path: string, language: Recognisable): Promise<LanguageSupport | null> {
  return (await modeFor(path, language)?.load()) ?? null
}
