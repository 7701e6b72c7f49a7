import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { brokenLinks } from './links.ts'

it('finds links to files and headings that do not exist', () => {
  const root = mkdtempSync(join(tmpdir(), 'prose-'))
  onTestFinished(() => rmSync(root, { recursive: true }))
  const page = `# A title, and \`code\`
[here](#a-title-and-code) [there](other.md#two) [web](https://example.org/x#y)
[nowhere](none.md) [no heading](other.md#one) [gone](#b)
`
  writeFileSync(join(root, 'page.md'), page)
  writeFileSync(join(root, 'other.md'), '## Two\n')
  expect(brokenLinks(root, 'page.md', page).map(({ line, advice }) => [line, advice])).toEqual([
    [3, 'none.md does not exist.'],
    [3, 'other.md has no heading #one.'],
    [3, 'page.md has no heading #b.'],
  ])
})
