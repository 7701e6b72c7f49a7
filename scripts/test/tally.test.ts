import { expect, test } from 'vitest'
import { addTallies, describeTally, EMPTY_TALLY, hasPassed, judge, listFailures } from './tally.ts'

test('adds all three counts', () => {
  const sum = addTallies({ passed: 1, failed: 2, skipped: 3 }, { passed: 10, failed: 20, skipped: 30 })
  expect(sum).toEqual({ passed: 11, failed: 22, skipped: 33, failures: [] })
})

test('the last line names skipped tests only if there are some', () => {
  expect(describeTally({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed')
  expect(describeTally({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped')
})

test('no tests do not count as passed', () => {
  expect(hasPassed(EMPTY_TALLY)).toBe(false)
  expect(hasPassed({ passed: 1, failed: 0, skipped: 4 })).toBe(true)
  expect(hasPassed({ passed: 1, failed: 1, skipped: 0 })).toBe(false)
})

test('a report stands if the exit code agrees', () => {
  expect(judge({ passed: 2, failed: 0, skipped: 1 }, 0)).toEqual({ passed: 2, failed: 0, skipped: 1 })
  expect(judge({ passed: 2, failed: 3, skipped: 0 }, 1)).toEqual({ passed: 2, failed: 3, skipped: 0 })
})

test.each([
  ['no report', null, 0, { passed: 0, failed: 1, skipped: 0 }],
  ['no test', { passed: 0, failed: 0, skipped: 0 }, 0, { passed: 0, failed: 1, skipped: 0 }],
  ['only skipped tests', { passed: 0, failed: 0, skipped: 5 }, 0, { passed: 0, failed: 1, skipped: 5 }],
  ['an error outside of any test', { passed: 2, failed: 0, skipped: 0 }, 1, { passed: 2, failed: 1, skipped: 0 }],
  ['killed by a signal', { passed: 2, failed: 0, skipped: 0 }, null, { passed: 2, failed: 1, skipped: 0 }],
])('%s counts one failure', (_name, report, exitCode, expected) => {
  expect(judge(report, exitCode)).toMatchObject(expected)
})

test('names the failures part by part, and counts those without a name', () => {
  expect(
    listFailures([
      { part: 'unit', passed: 2, failed: 0, skipped: 0 },
      { part: 'docker', passed: 2, failed: 2, skipped: 0, failures: ['a.test.ts > one'] },
      { part: 'e2e', passed: 0, failed: 1, skipped: 0 },
    ]),
  ).toEqual([
    'docker: a.test.ts > one',
    'docker: 1 failed; its own output above says what',
    'e2e: 1 failed; its own output above says what',
  ])
})
