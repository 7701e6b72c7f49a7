import { join, split } from 'shlex'
import { SandrunError } from './error-codes.ts'

/**
 * The words of a command line as a POSIX shell takes them, without expansion: `a "b c" d\ e` is three. Throws
 * `invalid-request` where a quote is not closed.
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

/** The words as one line a person can read, and `splitArguments` would take apart again. */
export const joinArguments: (words: readonly string[]) => string = (words) => join([...words])
