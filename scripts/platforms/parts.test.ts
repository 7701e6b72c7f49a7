import { expect, test } from 'vitest'
import { type Part, tallyOf } from './parts.ts'
import { parseOwnReport } from '../test/reports.ts'

const PART: Part = { name: 'verdicts', command: 'true', timeoutMs: 1, parse: parseOwnReport }
const REPORT = JSON.stringify({ passed: 16, failed: 0, skipped: 0 })

test('a part passes with its report', () => {
  expect(tallyOf(PART, { output: REPORT, code: 0 })).toEqual({ passed: 16, failed: 0, skipped: 0 })
})

test('a part that fails after its report, for a container that is left, has failed', () => {
  expect(tallyOf(PART, { output: REPORT, code: 1 })).toMatchObject({
    passed: 16,
    failed: 1,
    failures: ['verdicts ended with exit code 1; its log has the reason'],
  })
})

test('a part without a report has failed', () => {
  for (const output of ['', '[]', 'no report'])
    expect(tallyOf(PART, { output, code: 0 })).toMatchObject({ failed: 1, failures: ['verdicts reported nothing'] })
})

test('a failure that the report has counts once', () => {
  const output = JSON.stringify({ passed: 15, failed: 1, skipped: 0 })
  expect(tallyOf(PART, { output, code: 1 })).toEqual({ passed: 15, failed: 1, skipped: 0 })
})
