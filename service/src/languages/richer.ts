import type { LanguageManifest } from '@sandrun/shared'

/** Whether a pack has a library that this language lacks. `library` is the programs' name of it: `java.net.http`. */
export function hasFor(
  { richerThan = [] }: Pick<LanguageManifest, 'richerThan'>,
  language: string,
  library: string,
): boolean {
  return richerThan.some(
    ({ languages, libraries }) => languages.includes(language) && new RegExp(`^(?:${libraries})$`).test(library),
  )
}
