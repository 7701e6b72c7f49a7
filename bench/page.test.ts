import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { chart } from './chart.ts'
import { page } from './page.ts'
import { readReport } from './report.ts'

const read = (path: string): string => readFileSync(new URL(`../docs/${path}`, import.meta.url), 'utf8')

it('matches the committed figures', () => {
  expect(read('performance.md')).toBe(page(readReport()))
  expect(read('images/hello.svg')).toBe(chart(readReport().languages))
})
