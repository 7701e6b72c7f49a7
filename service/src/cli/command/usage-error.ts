import { nearestWord } from '../../model/nearest-word.ts'
import { CommandError } from './command-error.ts'

/** EX_USAGE of sysexits(3). */
export const USAGE = 64

/** A command line that can't be understood; the exit code is 64. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError'

  constructor(message: string, hint: string) {
    super(message, hint, USAGE)
  }
}

/** Suggests a known word that is close to an unknown one; empty if none is. */
export function didYouMean(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known)
  return nearest === undefined ? '' : `Did you mean ${nearest}? `
}
