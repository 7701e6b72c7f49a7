import { aboveMaximum, ABSOLUTE_MAXIMUM, outsideOf, SandrunError } from '@sandrun/shared'
import { describe, expect, it } from 'vitest'
import { type FieldNames, toLimits } from './adapted-limits.ts'
import { inNamesOf, parseAdapted } from './adapted-run.ts'
import { JOBE_FIELDS } from './http/compat/jobe/request.ts'
import { JUDGE0_FIELDS } from './http/compat/judge0/submission.ts'
import { PISTON_FIELDS } from './http/compat/piston/request.ts'
import { FUSION_FIELDS } from './http/compat/sandboxfusion/request.ts'

const NAMES: FieldNames = {
  'limits.cpuMs': { name: 'seconds', unit: 1000 },
  'limits.memoryMb': { name: 'kilobytes', unit: 1 / 1024 },
}

const refusal = (field: string, sentence: string) =>
  new SandrunError('limit-too-high', `"${field}": ${sentence}`, { field })

describe('an error about a limit', () => {
  it("has the client's number, and the maximum in its unit", () => {
    const error = refusal('limits.cpuMs', aboveMaximum(60_001, 60_000))
    expect(inNamesOf(NAMES, error, { seconds: 60.0001 })).toMatchObject({
      field: 'seconds',
      message: '"seconds": 60.0001 is more than the maximum, 60.',
    })
    expect(inNamesOf(NAMES, error).message).toBe('"seconds": 60.001 is more than the maximum, 60.')
    expect(inNamesOf(NAMES, error, { seconds: '60.0001' }).message).toContain('60.001')
  })

  it('has the least number in its unit', () => {
    const said = (field: string, least: number) =>
      inNamesOf(NAMES, refusal(field, outsideOf(least, ABSOLUTE_MAXIMUM))).message
    expect(said('limits.memoryMb', 16)).toBe('"kilobytes": must be at least 16384')
    expect(said('limits.cpuMs', 1)).toBe('"seconds": must be more than 0')
  })

  it('keeps every other sentence', () => {
    expect(inNamesOf(NAMES, refusal('limits.cpuMs', 'is odd: 1 of 2.')).message).toBe('"seconds": is odd: 1 of 2.')
  })
})

describe('limits', () => {
  it('are rounded up, but not for an error of floating point', () => {
    const cpuMs = (seconds: number) => toLimits(NAMES, 'limits', { cpuMs: seconds }).cpuMs
    expect([0.0001, 1.0001, 1.1, 60].map(cpuMs)).toEqual([1, 1001, 1100, 60_000])
  })

  it('of any size are left to the maximum of the service', () => {
    for (const cpuMs of [3e6, 1e9, Number.MAX_VALUE])
      expect(parseAdapted({ limits: toLimits(NAMES, 'limits', { cpuMs }) })).toEqual({
        limits: { cpuMs: ABSOLUTE_MAXIMUM },
      })
  })
})

it.each([
  ['Jobe', JOBE_FIELDS],
  ['Judge0', JUDGE0_FIELDS],
  ['Piston', PISTON_FIELDS],
  ['SandboxFusion', FUSION_FIELDS],
])('%s has a unit for each limit', (_name, names: FieldNames) => {
  const limits = Object.entries(names).filter(([field]) => /^(limits|compileLimits)\./.test(field))
  expect(limits).not.toEqual([])
  for (const [, name] of limits) expect(name).toMatchObject({ unit: expect.any(Number) })
})
