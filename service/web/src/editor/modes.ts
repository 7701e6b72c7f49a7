import { LanguageDescription, type LanguageSupport } from '@codemirror/language'
import { languages as known } from '@codemirror/language-data'
import { hasExtension, type LanguageInfo } from '@sandrun/shared'

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

type Recognisable = Pick<LanguageInfo, 'id' | 'name' | 'editorLanguageIds' | 'extensions'>

/** How the editor colours a file of a program in this language, or null where it knows no way. */
export function modeFor(path: string, language: Recognisable): LanguageDescription | null {
  const names = [...language.editorLanguageIds, language.id, language.name]
  const own = names.flatMap((name) => LanguageDescription.matchLanguageName(known, NAMES[name] ?? name, false) ?? [])
  // Extensions clash (.m, .fs, .pl), so what the library makes of a name counts only for files of another kind.
  const other = hasExtension({ fileName: path }, language) ? null : LanguageDescription.matchFilename(known, path)
  return other ?? own[0] ?? null
}

/** Loads a mode when it is first used. */
export async function loadMode(path: string, language: Recognisable): Promise<LanguageSupport | null> {
  return (await modeFor(path, language)?.load()) ?? null
}
