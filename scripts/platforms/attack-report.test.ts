import { expect, test } from 'vitest'
import { parseAttackReport } from './attack-report.ts'

test('an attack that was not contained or is inconclusive is a failure, and one without its image is skipped', () => {
  const findings = [
    { tries: 'to mount', happened: 'refused', state: 'contained' },
    { tries: 'to trace', happened: 'traced', state: 'open' },
    { tries: 'to wait', happened: 'inconclusive: needs more time', state: 'inconclusive' },
    { tries: 'in Go', happened: 'inconclusive: needs the image of go', state: 'inconclusive' },
  ]
  expect(parseAttackReport(JSON.stringify({ findings }), [])).toEqual({
    passed: 1,
    failed: 2,
    skipped: 1,
    failures: ['not contained: to trace: traced', 'not contained: to wait: inconclusive: needs more time'],
  })
})

test('an attack that the kernel itself lets through is skipped', () => {
  const findings = [{ tries: 'a 32-bit call', happened: 'done', state: 'open' }]
  expect(parseAttackReport(JSON.stringify({ findings }), ['a 32-bit call'])).toEqual({
    passed: 0,
    failed: 0,
    skipped: 1,
    failures: [],
  })
})

test('a report without findings counts nothing', () => {
  expect(parseAttackReport('{"findings": [{}]}', [])).toBeNull()
  expect(parseAttackReport('[]', [])).toBeNull()
})
