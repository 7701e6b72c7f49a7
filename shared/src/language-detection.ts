import type { LanguageInfo } from './language.ts'

/** What an editor knows of a file. */
export interface FileFacts {
  fileName: string
  editorLanguageId: string
  firstLine: string
}

type Recognisable = Pick<LanguageInfo, 'id' | 'available' | 'editorLanguageIds' | 'extensions' | 'shebangs'>

/**
 * The language of a file, or undefined where a person has to say. The editor's language decides, since file extensions
 * clash; extension and #! line choose among the packs of one editor language, and stand in where there is none.
 */
export function detectLanguage<L extends Recognisable>(file: FileFacts, languages: readonly L[]): L | undefined {
  const byEditor = languages.filter(({ editorLanguageIds }) => editorLanguageIds.includes(file.editorLanguageId))
  if (byEditor.length > 0) return narrow(file, byEditor)
  const byExtension = languages.filter((language) => hasExtension(file, language))
  if (isOneLanguage(byExtension)) return narrow(file, byExtension)
  if (byExtension.length > 0) return unique(byExtension) ?? unique(byExtension.filter((l) => hasShebang(file, l)))
  return unique(languages.filter((language) => hasShebang(file, language)))
}

/** Whether these are packs of one language, of which any will do. */
function isOneLanguage([first, ...others]: readonly Recognisable[]): boolean {
  return first?.editorLanguageIds.some((id) => others.every((l) => l.editorLanguageIds.includes(id))) ?? false
}

/** Whether the language's tools will know the file by its name. */
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
