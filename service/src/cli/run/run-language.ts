import { type LanguageInfo, SandrunError, detectLanguage } from '@sandrun/shared'
import { didYouMean } from '../command/usage-error.ts'
import type { Program } from './program.ts'

/**
 * The language a person named, by id or alias, else the one that extension or #! line tell. Throws
 * `unknown-language` with what there is.
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
  throw new SandrunError('unknown-language', `There is no language "${name}".`, {
    hint: `${didYouMean(wanted, known.flatMap(namesOf))}There are: ${idsOf(known)}.`,
  })
}

function detected({ files, entry }: Program, known: readonly LanguageInfo[]): LanguageInfo {
  const candidates = entry === null && files.length > 1 ? files : files.filter(({ path }) => path === entry)
  // Of a folder the file with a language's own name is the one to start.
  const named = candidates.find(({ path }) => known.some(({ file }) => file === path))
  const chosen = named ?? (candidates.length === 1 ? candidates[0] : undefined)
  if (chosen !== undefined) {
    const [firstLine = ''] = chosen.content.toString('latin1').split('\n', 1)
    const found = detectLanguage({ fileName: chosen.path ?? '', editorLanguageId: '', firstLine }, known)
    if (found !== undefined) return found
  }
  const what = chosen?.path ?? (files.length > 1 ? 'this folder' : 'this program')
  throw new SandrunError('unknown-language', `The language of ${what} can't be told.`, {
    hint: `Say it with --lang, one of: ${idsOf(known)}.`,
  })
}

function idsOf(known: readonly LanguageInfo[]): string {
  return known.map(({ id }) => id).join(', ')
}
