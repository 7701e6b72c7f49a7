import { expect, test } from 'vitest'
import { parseOwnReport, parseVitestReport, readReport } from './reports.ts'

test("reads our own suites' report", () => {
  expect(parseOwnReport('{"passed":3,"failed":1,"skipped":0}')).toEqual({ passed: 3, failed: 1, skipped: 0 })
})

test("reads the names of failures in our own suites' report", () => {
  const report = { passed: 3, failed: 1, skipped: 0, failures: ['ok, input: timed out'] }
  expect(parseOwnReport(JSON.stringify(report))).toEqual(report)
  expect(parseOwnReport(JSON.stringify({ ...report, failures: [{}] }))).not.toHaveProperty('failures')
})

test.each(['{}', '[]', 'null', '{"passed":"3","failed":0,"skipped":0}', '{"passed":-1,"failed":0,"skipped":0}'])(
  '%s is not a report',
  (text) => {
    expect(parseOwnReport(text)).toBeNull()
    expect(parseVitestReport(text)).toBeNull()
  },
)

test("reads vitest's report; pending and todo are skipped", () => {
  const text = JSON.stringify({ numPassedTests: 5, numFailedTests: 2, numPendingTests: 1, numTodoTests: 3 })
  expect(parseVitestReport(text)).toEqual({ passed: 5, failed: 2, skipped: 4, failures: [] })
})

test("names the failed tests of vitest's report, with their messages", () => {
  const assertionResults = [
    { status: 'passed', fullName: 'one', failureMessages: [] },
    { status: 'failed', fullName: 'two', failureMessages: ['expected 1 to be 2\n    at x.ts:3'] },
  ]
  const testResults = [{ name: '/a.test.ts', assertionResults }]
  const text = JSON.stringify({ numPassedTests: 1, numFailedTests: 1, testResults })
  expect(parseVitestReport(text)?.failures).toEqual(['/a.test.ts > two\n    expected 1 to be 2\n        at x.ts:3'])
})

test('a missing or truncated report is not a report', async () => {
  await expect(readReport('/nowhere/report.json', parseOwnReport)).resolves.toBeNull()
  await expect(readReport(import.meta.filename, parseOwnReport)).resolves.toBeNull()
})
