import { spawnSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinArguments, splitArguments } from './argument-line.ts'

describe('splitArguments', () => {
  it.each([
    ['', []],
    ['  one  two ', ['one', 'two']],
    [`'a b' "c d" e\\ f`, ['a b', 'c d', 'e f']],
    [`--name="Ada L." x'y'z`, ['--name=Ada L.', 'xyz']],
    [`"" ''`, ['', '']],
    [String.raw`"a\"b\\c\n" 'a\b'`, [String.raw`a"b\c\n`, String.raw`a\b`]],
    [String.raw`'\\'"'"`, [String.raw`\\'`]],
    ['"\\$5" "\\`"', ['$5', '`']],
    ['a \\\n b\\\nc "d\\\ne"', ['a', 'bc', 'de']],
    [String.raw`a$'\t\'b'c $5`, ["a\t'bc", '$5']],
  ])('splits %s', (text, words) => {
    expect(splitArguments(text)).toEqual(words)
  })

  it.each([`"a`, `'a`, 'a\\'])('refuses %s', (text) => {
    expect(() => splitArguments(text)).toThrow(/an open quote/)
  })

  it('splits as sh does', () => {
    const line = fc.string({ unit: fc.constantFrom("'", '"', '\\', ' ', '\t', 'a', `'\\\\'`, '"b"'), maxLength: 12 })
    const lines = fc.sample(line, 2000).filter((text) => !/(?<!\\)(\\\\)*\\$/.test(text))
    const script = String.raw`for line do (eval "set -- $line" && printf '%s\1' "$@") || printf '\2'; printf '\3'; done`
    const { stdout } = spawnSync('sh', ['-c', script, 'sh', ...lines], { encoding: 'utf8' })
    expect(lines.map(asSh)).toEqual(stdout.split('\u0003').slice(0, -1))
  })
})

describe('joinArguments', () => {
  const quoting = fc.string({ unit: fc.constantFrom("'", '"', '\\', '$', ' ', '\n', 'a') })

  it.each([
    ['letters', fc.string()],
    ['any code points', fc.string({ unit: 'binary' })],
    ['quotes and backslashes', quoting],
  ])('is the inverse of splitting words of %s', (_, word) => {
    fc.assert(
      fc.property(fc.array(word), (words) => {
        expect(splitArguments(joinArguments(words))).toEqual(words)
      }),
      { numRuns: 1000 },
    )
  })
})

/** The words as the script of the test prints them, or that `sh` refuses the line. */
function asSh(line: string): string {
  try {
    const words = splitArguments(line)
    // printf without an argument prints its format once.
    return words.length === 0 ? '\u0001' : words.map((word) => `${word}\u0001`).join('')
  } catch {
    return '\u0002'
  }
}
