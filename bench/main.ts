import { startBenchService } from './bench-service.ts'
import { compare } from './comparison.ts'
import { regressions } from './guard.ts'
import { benchLanguages } from './languages.ts'
import { keepReport } from './keep-report.ts'
import { languageTable, page } from './page.ts'
import { readReport, thisMachine, withLanguages } from './report.ts'

const LANGUAGE_ROUNDS = 5

function progress(text: string): void {
  process.stderr.write(`measuring ${text} …\n`)
}

const words = process.argv.slice(2)
const guards = words[0] === 'guard'
const chosen = guards ? words.slice(1) : words
const committed = readReport()
await using service = await startBenchService({ SANDRUN_COMPILE_CACHE_MB: '0' })
const rows = words.length > 0 ? null : await compare(service, progress)
// The figures so far, if a language fails.
if (rows !== null) keepReport({ ...committed, comparison: { ...thisMachine(), rows } })
const measured = await benchLanguages(service, chosen, LANGUAGE_ROUNDS, progress)
const comparison = rows === null ? committed.comparison : { ...thisMachine(), rows }
const report = withLanguages({ ...committed, comparison }, measured)
process.stdout.write(
  rows === null ? languageTable(withLanguages({ ...committed, languages: [] }, measured).languages) : page(report),
)
keepReport(report)
const worse = guards ? regressions(measured, committed) : []
for (const sentence of worse) process.stderr.write(`✗ ${sentence}\n`)
process.exitCode = worse.length === 0 && (rows ?? []).every(({ met }) => met) ? 0 : 1
