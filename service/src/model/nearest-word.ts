import { closestMatch } from 'leven'

/** Begins every word of its kind, so it does not make two of them alike. */
const PREFIX = /^(?:-+|SANDRUN_)/

/** The known word that a misspelt one probably means: its letters in another order, or one wrong letter in three. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const letters = lettersOf(word)
  const maxDistance = Math.min(3, Math.floor(word.replace(PREFIX, '').length / 3))
  return known.find((one) => lettersOf(one) === letters) ?? closestMatch(word, known, { maxDistance })
}

function lettersOf(word: string): string {
  return word.split('').toSorted().join('')
}
