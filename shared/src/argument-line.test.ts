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
  ])('splits %s', (text, words) => {
    expect(splitArguments(text)).toEqual(words)
  })

  it.each([`"a`, `'a`, 'a\\'])('refuses %s', (text) => {
    expect(() => splitArguments(text)).toThrow(/an open quote/)
  })
})

describe('joinArguments', () => {
  it('is the inverse of splitting', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        expect(splitArguments(joinArguments(words))).toEqual(words)
      }),
    )
  })
})
