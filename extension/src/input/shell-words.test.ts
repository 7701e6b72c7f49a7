import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { joinWords, splitWords, UnclosedQuote } from './shell-words.ts'

describe('splitWords', () => {
  it.each([
    ['', []],
    ['  one  two ', ['one', 'two']],
    [`'a b' "c d" e\\ f`, ['a b', 'c d', 'e f']],
    [`--name="Ada L." x'y'z`, ['--name=Ada L.', 'xyz']],
    [`"" ''`, ['', '']],
    [String.raw`"a\"b\\c\n" 'a\b'`, [String.raw`a"b\c\n`, String.raw`a\b`]],
  ])('takes %s apart', (text, words) => {
    expect(splitWords(text)).toEqual(words)
  })

  it.each([`"a`, `'a`, 'a\\'])('does not take %s', (text) => {
    expect(() => splitWords(text)).toThrow(UnclosedQuote)
  })
})

describe('joinWords', () => {
  it('is taken apart into what it was made of', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        expect(splitWords(joinWords(words))).toEqual(words)
      }),
    )
  })
})
