import { type LanguageInfo, SandrunError, detectLanguage, hasExtension } from '@sandrun/shared'
import { didYouMean } from '../command/usage-error.ts'
import type { Program, ProgramFile } from './program.ts'

/**
 * The named language, by id or alias, else the one that the extension or the #! line suggests. Throws
 * `unknown-language` with the known ones.
 */
export function chooseLanguage(
  program: Program,
  named: string | undefined,
  known: readonly LanguageInfo[],
): LanguageInfo {
  return named === undefined ? detected(program, known) : findLanguage(named, known)
}

function findLanguage(name: string, known: readonly LanguageInfo[]): LanguageInfo {
  const wanted = name.toLowerCase()
  const namesOf = ({ id, aliases }: LanguageInfo): string[] => [id, ...aliases].map((one) => one.toLowerCase())
  const found = known.find((language) => namesOf(language).includes(wanted))
  if (found !== undefined) return found
  throw new SandrunError('unknown-language', `Unknown language "${name}".`, {
    hint: `${didYouMean(wanted, known.flatMap(namesOf))}Languages: ${idsOf(known)}.`,
  })
}

function detected({ files, entry }: Program, known: readonly LanguageInfo[]): LanguageInfo {
  const candidates = entry === null && files.length > 1 ? files : files.filter(({ path }) => path === entry)
  // In a folder, start the file with a language's own name.
  const named = candidates.find(({ path }) => known.some(({ file }) => file === path))
  const chosen = named ?? (candidates.length === 1 ? candidates[0] : undefined)
  const found = new Set((chosen === undefined ? candidates : [chosen]).flatMap((file) => languageOf(file, known) ?? []))
  const [language, ...others] = found
  if (language !== undefined && others.length === 0) return language
  throw new SandrunError('unknown-language', unknown(files, chosen), {
    hint: `Set it with --lang: ${oneOf(chosen === undefined ? [...found] : claimants(chosen, known), known)}.`,
  })
}

function languageOf({ path, content }: ProgramFile, known: readonly LanguageInfo[]): LanguageInfo | undefined {
  const text = content.toString('latin1')
  const [firstLine = ''] = text.split('\n', 1)
  return detectLanguage({ fileName: path ?? '', editorLanguageId: '', firstLine, text }, known)
}

/** The languages with this extension, for the user to choose from. */
function claimants({ path }: ProgramFile, known: readonly LanguageInfo[]): LanguageInfo[] {
  return known.filter((language) => hasExtension({ fileName: path ?? '' }, language))
}

function unknown(files: Program['files'], chosen: ProgramFile | undefined): string {
  const what = chosen?.path ?? (files.length > 1 ? 'this folder' : 'this program')
  return `Can't tell the language of ${what}.`
}

function oneOf(some: readonly LanguageInfo[], known: readonly LanguageInfo[]): string {
  return some.length > 0 ? some.map(({ id }) => id).join(' or ') : `one of ${idsOf(known)}`
}

function idsOf(known: readonly LanguageInfo[]): string {
  return known.map(({ id }) => id).join(', ')
}
