import { BoundedText } from './bounded-text.ts'
import type { LanguageInfo } from './language.ts'

/** Characters of a program that are searched for signs of a language. */
const MAX_LOOKED_AT = 16 * 1024

/** An editor's facts about a file. */
export interface FileFacts {
  fileName: string
  editorLanguageId: string
  firstLine: string
  /** Its content, if known. */
  text?: string
}

type Recognisable = Pick<LanguageInfo, 'id' | 'available' | 'editorLanguageIds' | 'extensions' | 'shebangs' | 'signs'>

/**
 * The language of a file, or undefined if a person has to say. The editor's language decides, since file extensions
 * clash; extension and #! line choose among the packs of one editor language, or stand in for it. If they clash too,
 * the file's content decides.
 */
export function detectLanguage<L extends Recognisable>(file: FileFacts, languages: readonly L[]): L | undefined {
  const byEditor = languages.filter(({ editorLanguageIds }) => editorLanguageIds.includes(file.editorLanguageId))
  if (byEditor.length > 0) return narrow(file, byEditor)
  const byExtension = languages.filter((language) => hasExtension(file, language))
  if (isOneLanguage(byExtension)) return narrow(file, byExtension)
  if (byExtension.length > 0) {
    return unique(byExtension) ?? unique(byExtension.filter((l) => hasShebang(file, l))) ?? bySigns(file, byExtension)
  }
  return unique(languages.filter((language) => hasShebang(file, language)))
}

/** The candidate whose signs match most lines; all candidates need signs. */
function bySigns<L extends Recognisable>({ text = '' }: FileFacts, candidates: readonly L[]): L | undefined {
  const counts = candidates.map((language) => {
    const lines = new BoundedText(text.slice(0, MAX_LOOKED_AT))
    return language.signs === undefined ? 0 : [...lines.matches(language.signs)].length
  })
  const most = Math.max(...counts)
  return most === 0 ? undefined : unique(candidates.filter((_language, index) => counts[index] === most))
}

/** Whether these are packs of one language, so that any of them fits. */
function isOneLanguage([first, ...others]: readonly Recognisable[]): boolean {
  return first?.editorLanguageIds.some((id) => others.every((l) => l.editorLanguageIds.includes(id))) ?? false
}

/** Whether the language's tools recognise the file by its name. */
export function hasExtension(
  { fileName }: Pick<FileFacts, 'fileName'>,
  { extensions }: Pick<LanguageInfo, 'extensions'>,
): boolean {
  const name = fileName.toLowerCase()
  return extensions.some((extension) => name.endsWith(extension.toLowerCase()) && name.length > extension.length)
}

function narrow<L extends Recognisable>(file: FileFacts, candidates: readonly L[]): L | undefined {
  const byShebang = candidates.filter((language) => hasShebang(file, language))
  const byExtension = candidates.filter((language) => hasExtension(file, language))
  const [first] = candidates.toSorted((a, b) => Number(b.available) - Number(a.available))
  return unique(byShebang) ?? unique(byExtension) ?? first
}

/** `#!/usr/bin/env -S python3 -u` names python3, `#!/bin/bash` names bash. */
function interpreter(firstLine: string): string | undefined {
  if (!firstLine.startsWith('#!')) return undefined
  const words = firstLine.slice(2).trim().split(/\s+/)
  const baseName = (path: string | undefined): string | undefined => path?.split('/').at(-1)
  const first = baseName(words[0])
  return first === 'env' ? baseName(words.slice(1).find((word) => !word.startsWith('-') && !word.includes('='))) : first
}

function hasShebang({ firstLine }: FileFacts, { shebangs }: Recognisable): boolean {
  const name = interpreter(firstLine)
  return name !== undefined && shebangs.includes(name)
}

function unique<L extends Recognisable>(candidates: readonly L[]): L | undefined {
  const [first, ...others] = candidates
  return others.length === 0 ? first : undefined
}
