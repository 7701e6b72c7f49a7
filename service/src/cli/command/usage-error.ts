import { closestMatch } from 'leven'

/** EX_USAGE of sysexits(3). */
export const USAGE = 64

/** A command line that can't be understood; the exit code is 64. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }
}

/** Suggests a known word near an unknown one; empty when none is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const letters = word.replace(/^-+/, '').length
  const nearest = closestMatch(word, known, { maxDistance: Math.min(3, Math.ceil(letters / 2)) })
  return nearest === undefined ? '' : `Did you mean ${nearest}? `
}
