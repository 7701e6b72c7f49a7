import { join, split } from 'shlex'
import { SandrunError } from './error-codes.ts'

/**
 * Splits a command line into words as a POSIX shell does, without expansion: `a "b c" d\ e` is three. Throws
 * `invalid-request` if a quote is not closed.
 */
export function splitArguments(line: string): string[] {
  try {
    return split(line)
  } catch (cause) {
    throw new SandrunError('invalid-request', 'The arguments have an open quote or end with a backslash.', {
      field: 'args',
      hint: 'Close the quote or put a backslash before it.',
      cause,
    })
  }
}

/** Joins words into one readable line that `splitArguments` splits again. */
export const joinArguments: (words: readonly string[]) => string = (words) => join([...words])
