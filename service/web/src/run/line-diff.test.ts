import { describe, expect, it } from 'vitest'
import { diffOutput } from './line-diff.ts'

const lines = (...args: Parameters<typeof diffOutput>): string[] =>
  diffOutput(...args).map(({ kind, text }) => `${{ same: ' ', missing: '-', unexpected: '+' }[kind]}${text}`)

describe('a difference', () => {
  it('has common, missing and additional lines', () => {
    expect(lines('a\nb\nc\n', 'a\nx\nc\n', 'exact')).toEqual([' a', '-b', '+x', ' c'])
  })

  it('ignores space at line ends unless every byte counts', () => {
    expect(lines('a \nb', 'a\nb\n\n', 'trim')).toEqual([' a', ' b'])
    expect(lines('a \n', 'a\n', 'exact')).toEqual(['-a ', '+a'])
  })

  it('shows all of an output if none was expected', () => {
    expect(lines('', 'x\ny\n', 'trim')).toEqual(expect.arrayContaining(['+x', '+y']))
  })

  it('of two long texts without common lines is bounded', () => {
    const many = (word: string): string => Array.from({ length: 5000 }, (_one, at) => `${word}${at}\n`).join('')
    expect(lines(many('a'), many('b'), 'exact')).toHaveLength(400)
  })
})
