/** Why a text is no list of arguments. */
export class UnclosedQuote extends Error {}

/** A quoted part, an escaped character, or a run of ordinary ones; as a POSIX shell takes them, without expansion. */
const PART = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)|(\s+)/y

/** The words of a command line: `a "b c" d\ e` is three. Throws UnclosedQuote. */
export function splitWords(text: string): string[] {
  const words: string[] = []
  let word: string | null = null
  PART.lastIndex = 0
  while (PART.lastIndex < text.length) {
    const found = PART.exec(text)
    if (found === null) throw new UnclosedQuote()
    const [, single, double, escaped, plain, space] = found
    if (space === undefined) {
      word = (word ?? '') + (single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain ?? '')
    } else if (word !== null) {
      words.push(word)
      word = null
    }
  }
  return word === null ? words : [...words, word]
}

/** The words as one line a person can read, and `splitWords` would take apart again. */
export function joinWords(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ')
}
