/** The language of the first program, if the starters allow it. */
const FIRST = 'python'

/**
 * The language of the first program, by `SANDRUN_STARTERS`: Python if it is one of them, else the first one named; null
 * if there is none. The service checks whether the language exists.
 */
export function firstLanguage(starters: string | undefined): string | null {
  const names = (starters ?? FIRST).split(',').flatMap((name) => name.trim().toLowerCase() || [])
  if (names.includes(FIRST)) return FIRST
  const [first = 'none'] = names
  return first === 'none' ? null : first
}
