import { expect, it } from 'vitest'
import { longLines, passagesOf } from './markdown.ts'

const PAGE = `# Title of none

One sentence that
goes on.
- an item
  and its end
- \`code is no prose\`

| cell | other |

\`\`\`sh
what is code
\`\`\`
`

it('reads paragraphs, items and cells, without headings and code', () => {
  expect(passagesOf('page.md', PAGE).map(({ line, text }) => [line, text])).toEqual([
    [3, 'One sentence that goes on.'],
    [5, '- an item and its end'],
    [7, '- `…`'],
    [9, 'cell'],
    [9, 'other'],
  ])
})

it('finds lines over 120 columns outside of tables and code', () => {
  const words = 'word '.repeat(25)
  const page = [words, `| ${words} |`, '```', words, '```', `see ${'x'.repeat(130)}`].join('\n')
  expect(longLines('page.md', page).map(({ line }) => line)).toEqual([1])
})
