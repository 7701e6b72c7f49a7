/** The language of the first program, where the starters leave the choice. */
const FIRST = 'python'

/**
 * The language whose program is the first to run, by `SANDRUN_STARTERS`: Python where it is one of them, else the one that is named
 * first; null where there is none. Whether there is such a language is the service's to say.
 */
export function firstLanguage(starters: string | undefined): string | null {
  const names = (starters ?? FIRST).split(',').flatMap((name) => name.trim().toLowerCase() || [])
  if (names.includes(FIRST)) return FIRST
  const [first = 'none'] = names
  return first === 'none' ? null : first
}
