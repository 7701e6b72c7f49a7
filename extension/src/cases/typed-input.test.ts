import { describe, expect, it } from 'vitest'
import { readOf } from './typed-input.ts'

describe('the input that a program has read from typed keys', () => {
  it.each([
    ['lines, with what was erased left out', 'Axa\x7f\x7fda\r', 'Ada\n'],
    ['nothing of an interrupted line', 'one\x03two\r', 'two\n'],
    ['nothing of an erased line', 'one\x15two\r', 'two\n'],
    ['no word that was erased', 'one two\x17three\r', 'one three\n'],
    ['everything before the end of input', 'one\r\x04two\r', 'one\n'],
    ['a line without an end that ^D handed over', 'one\x04\x04', 'one'],
    ['no arrow keys', 'a\x1b[Db\x1bOPc\r', 'abc\n'],
    ['a character beyond the basic plane as one', 'a😀\x7f\r', 'a\n'],
    ['no line that was never ended', 'one\rtwo', 'one\n'],
  ])('contains %s', (_what, keys, read) => {
    expect(readOf(keys)).toBe(read)
  })
})
