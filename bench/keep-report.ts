import { writeFileSync } from 'node:fs'
import { chart } from './chart.ts'
import { page } from './page.ts'
import { type Report, writeReport } from './report.ts'

const DOCS = new URL('../docs/', import.meta.url)

/** Writes the figures to docs/, if the operator asks for it. */
export function keepReport(report: Report): void {
  if (process.env['SANDRUN_BENCH_WRITE'] !== '1') return
  writeReport(report)
  writeFileSync(new URL('performance.md', DOCS), page(report))
  writeFileSync(new URL('images/hello.svg', DOCS), chart(report.languages))
}
