import { describe, expect, it } from 'vitest'
import { agentWith, type Collected, collect } from './agent-under-test.ts'

const paths = ({ files }: Collected): string[] => files.map(({ path }) => path)

const TREE = Object.fromEntries(
  ['a.txt', 'b.png', '.hidden', 'out/a.png', 'out/b.txt', 'out/deep/c.png', 'out/deep/er/d.txt', 'ä/ö ü.txt'].map(
    (path) => [path, path],
  ),
)

describe('the patterns of a COLLECT', () => {
  it.each([
    ['a.txt', ['a.txt']],
    ['*', ['.hidden', 'a.txt', 'b.png']],
    ['*.txt', ['a.txt']],
    ['?.txt', ['a.txt']],
    ['[!b].txt', ['a.txt']],
    ['[a-b].*', ['a.txt', 'b.png']],
    ['out/*.png', ['out/a.png']],
    ['*/*.png', ['out/a.png']],
    ['**/*.png', ['b.png', 'out/a.png', 'out/deep/c.png']],
    ['out/**', ['out/a.png', 'out/b.txt', 'out/deep/c.png', 'out/deep/er/d.txt']],
    ['out/**/d.txt', ['out/deep/er/d.txt']],
    ['**/deep/**/*.txt', ['out/deep/er/d.txt']],
    ['?/? ?.txt', ['ä/ö ü.txt']],
    ['[ä]/[ö-ü]*', ['ä/ö ü.txt']],
    ['**', Object.keys(TREE).toSorted()],
    ['out', []],
    ['a.txt/**', []],
    ['A.TXT', []],
  ])('know %s', async (pattern, expected) => {
    const result = await agentWith(TREE).collect(collect([pattern]))
    expect(paths(result)).toEqual(expected)
    expect(result).toMatchObject({ count: expected.length, leftOut: false })
  })

  it.each([
    ['a**b', 'a12b', true],
    ['*a*a*', 'xaxa', true],
    ['*a*a*', 'xax', false],
    ['[]]', ']', true],
    ['[!]]', ']', false],
    ['[a-]', '-', true],
    ['[^a]', 'b', true],
    ['[', '[', true],
    ['[ab', '[ab', true],
    ['[[]a]', '[a]', true],
    ['a\\*', 'a\\x', true],
  ])('takes %s for %s: %s', async (pattern, name, matches) => {
    expect(paths(await agentWith({ [name]: '' }).collect(collect([pattern])))).toEqual(matches ? [name] : [])
  })

  it('match a pattern with many stars in a moment', async () => {
    const agent = agentWith({ [`${'d/'.repeat(60)}${'a'.repeat(250)}`]: '' })
    const patterns = Array.from({ length: 200 }, (_, n) => `${'**/'.repeat(30)}${'*a'.repeat(50)}${n}`)
    expect(await agent.collect(collect(patterns))).toMatchObject({ count: 0, leftOut: false })
  })
})
