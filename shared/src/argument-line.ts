import { join, split } from 'shlex'
import { SandrunError } from './error-codes.ts'

/**
 * One part of a line, by the rules of quoting in POSIX.1-2024 (Shell Command Language, 2.2). The library's `split`
 * isn't used for whole lines, because it applies the escapes of a quoted part to the rest of its word, too.
 */
const PART =
  /(?<space>[ \t\r\n]+)|\\(?<escaped>[^])|'(?<single>[^']*)'|\$?"(?<double>[^"\\]*(?:\\[^][^"\\]*)*)"|(?<dollar>\$'[^'\\]*(?:\\[^][^'\\]*)*')|(?<bare>[^ \t\r\n'"\\$]+|\$)/y

/**
 * Splits a command line into words as a POSIX shell does, without expansion: `a "b c" d\ e` is three. Throws
 * `invalid-request` if a quote is not closed.
 */
export function splitArguments(line: string): string[] {
  const words: string[] = []
  let word: string | undefined
  for (const part of parts(line)) {
    const text = textOf(part)
    if (text !== undefined) word = (word ?? '') + text
    else if (part['space'] !== undefined && word !== undefined) {
      words.push(word)
      word = undefined
    }
  }
  return word === undefined ? words : [...words, word]
}

/** Joins words into one readable line that `splitArguments` splits again. */
export const joinArguments: (words: readonly string[]) => string = (words) => join([...words])

function* parts(line: string): Generator<Partial<Record<string, string>>> {
  const pattern = new RegExp(PART)
  while (pattern.lastIndex < line.length) {
    const groups = pattern.exec(line)?.groups
    if (groups === undefined) {
      throw new SandrunError('invalid-request', 'The arguments have an open quote or end with a backslash.', {
        field: 'args',
        hint: 'Close the quote or put a backslash before it.',
      })
    }
    yield groups
  }
}

/** What a part adds to its word. Undefined for white space and for a line that continues, which add no word. */
function textOf({ escaped, single, double, dollar, bare }: Partial<Record<string, string>>): string | undefined {
  if (escaped === '\n') return undefined
  if (double !== undefined) return double.replace(/\\\n|\\([$`"\\])/g, '$1')
  if (dollar !== undefined) return split(dollar)[0]
  return escaped ?? single ?? bare
}
