import { expect, it } from 'vitest'
import { literalsOf } from './literals.ts'

it('finds sentences in strings, templates and JSX', () => {
  const source = `import { a } from 'a b c d'
// Not code, but a comment.
const key = 'one-key'
const message = 'A plain message here.'
const other = \`The file \${key} is not there.\`
const shown = <p>Shown in a page.</p>
`
  expect(literalsOf('x.tsx', source).map(({ line, text }) => [line, text])).toEqual([
    [4, 'A plain message here.'],
    [5, 'The file … is not there.'],
    [6, 'Shown in a page.'],
  ])
})
