import { expect, test } from 'vitest'
import { parseOwnReport, parseVitestReport, readReport } from './reports.ts'

test("reads our own suites' report", () => {
  expect(parseOwnReport('{"passed":3,"failed":1,"skipped":0}')).toEqual({ passed: 3, failed: 1, skipped: 0 })
})

test.each(['{}', '[]', 'null', '{"passed":"3","failed":0,"skipped":0}', '{"passed":-1,"failed":0,"skipped":0}'])(
  '%s is no report',
  (text) => {
    expect(parseOwnReport(text)).toBeNull()
    expect(parseVitestReport(text)).toBeNull()
  },
)

test("reads vitest's report; pending and todo are skipped", () => {
  const text = JSON.stringify({ numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 3 })
  expect(parseVitestReport(text)).toEqual({ passed: 5, failed: 2, skipped: 4 })
})

test('a report that is not there, or is cut off, is none', async () => {
  await expect(readReport('/nowhere/report.json', parseOwnReport)).resolves.toBeNull()
  await expect(readReport(import.meta.filename, parseOwnReport)).resolves.toBeNull()
})
