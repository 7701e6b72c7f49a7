import type { LanguageManifest } from '@sandrun/shared'

/** Whether programs of this language find in a pack a library they miss. `library` is as they name it: `java.net.http`. */
export function hasFor(
  { richerThan = [] }: Pick<LanguageManifest, 'richerThan'>,
  language: string,
  library: string,
): boolean {
  return richerThan.some(
    ({ languages, libraries }) => languages.includes(language) && new RegExp(`^(?:${libraries})$`).test(library),
  )
}
