import { expect, test } from 'vitest'
import { outcomeTable } from './table.ts'

test('the table has a row for each platform and a column for each part', () => {
  const outcomes = [
    { platform: 'runc', part: 'agent', passed: 3, failed: 0, skipped: 1, seconds: 61.2 },
    { platform: 'runc', part: 'attacks', passed: 2, failed: 1, skipped: 0, seconds: 9 },
    { platform: 'crun', part: 'attacks', passed: 3, failed: 0, skipped: 0, seconds: 8.5 },
  ]
  expect(outcomeTable(outcomes)).toBe(
    [
      '| platform | agent | attacks |',
      '| --- | --- | --- |',
      '| runc | 3 passed, 0 failed, 1 skipped, 61 s | 2 passed, 1 failed, 9 s |',
      '| crun | – | 3 passed, 0 failed, 9 s |',
      '',
    ].join('\n'),
  )
})
