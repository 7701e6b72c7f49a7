import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const PAGE = new URL('../../../../../docs/compatibility.md', import.meta.url)

interface Line {
  text: string
  tests: { title: string; path: string }[]
}

/** The lines of the page's tables, with the tests in their last column. */
function linesOf(page: string): Line[] {
  const rows = page.split('\n').filter((line) => line.startsWith('|'))
  return rows.flatMap((row, index) => {
    const isHead = rows[index + 1]?.startsWith('| ---') === true || row.startsWith('| ---')
    const cell = row.split('|').at(-2) ?? ''
    const tests = [...cell.matchAll(/\[([^\]]+)\]\(([^)]+\.test\.ts)\)/g)].map(([, title = '', path = '']) => ({
      title,
      path,
    }))
    return isHead ? [] : [{ text: row.slice(2, 60), tests }]
  })
}

/** The titles in a test file: of tests, of groups, and of the rows of a table of tests. */
function titlesIn(source: string): string[] {
  const opening = /(?:\b(?:it|describe)\(|\)\(|^\s*\[|^\s{4,})\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"),/gm
  return [...source.matchAll(opening)].map(([, single, double]) => single ?? double ?? '')
}

const LINES = linesOf(readFileSync(PAGE, 'utf8'))

it('has lines to check', () => {
  expect(LINES.length).toBeGreaterThan(80)
})

it.each(LINES)('names a test that exists: $text', ({ tests }) => {
  expect(tests).not.toEqual([])
  for (const { title, path } of tests) {
    const titles = titlesIn(readFileSync(new URL(path, PAGE), 'utf8'))
    expect({ title, path, found: titles.some((one) => one.includes(title)) }).toEqual({ title, path, found: true })
  }
})

it('would find a line without a test, and a test without its title', () => {
  const [bare, named] = linesOf('| a | test |\n| --- | --- |\n| b | |\n| c | [words](../x.test.ts) |\n')
  expect([bare?.tests, named?.tests]).toEqual([[], [{ title: 'words', path: '../x.test.ts' }]])
  expect(titlesIn("it('one', () => {})\n])('two %s', x)\nit.each([\n  ['three', 1],\n])")).toEqual([
    'one',
    'two %s',
    'three',
  ])
})
