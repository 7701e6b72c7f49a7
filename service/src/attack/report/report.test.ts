import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Inconclusive, type Probe } from '../attack.ts'
import { reportAsPage } from './as-page.ts'
import { openAsLines, reportAsText } from './as-text.ts'
import { countStates, exitCodeOf, findingsOf, type Report } from './report.ts'

const PROBE: Probe = {
  id: 'doors',
  group: 'escape',
  impact: 'A program is out.',
  attacks: [
    { name: 'front', contained: 'EPERM' },
    { name: 'back', tries: 'leave by the back', contained: ['EPERM', 'EACCES'], openAt: ['cpu-limit'] },
    { name: 'roof', contained: { matches: /^no/, words: 'no roof' }, impact: 'It rains in.' },
  ],
  run: async () => ({}),
}

function reportOf(outcomes: Parameters<typeof findingsOf>[1]): Report {
  const findings = findingsOf(PROBE, outcomes)
  return {
    at: '2026-01-01T00:00:00Z',
    seconds: 1,
    facts: { kernel: '6 & more' },
    counts: countStates(findings),
    findings,
  }
}

describe('a report', () => {
  it('compares results with expectations', () => {
    expect(reportOf({ front: 'EPERM', back: 'EACCES', roof: 'none' }).counts).toEqual({
      contained: 3,
      open: 0,
      inconclusive: 0,
    })
    expect(reportOf({ front: 'done', back: 'ENOENT', roof: 'a roof' }).findings).toEqual([
      expect.objectContaining({
        tries: 'front',
        expected: 'EPERM',
        happened: 'done',
        state: 'open',
        impact: 'A program is out.',
      }),
      expect.objectContaining({ tries: 'leave by the back', expected: 'EPERM or EACCES', state: 'open' }),
      expect.objectContaining({ expected: 'no roof', happened: 'a roof', state: 'open', impact: 'It rains in.' }),
    ])
  })

  it('does not count an attack as contained if it was not observed', () => {
    expect(reportOf({ verdict: 'memory-limit', front: 'EPERM' })).toMatchObject({
      counts: { contained: 1, open: 0, inconclusive: 2 },
      findings: [{}, { happened: expect.stringContaining('it ended as memory-limit') }, {}],
    })
    expect(reportOf({ front: 'cpu-limit', back: 'wall-limit', roof: 'none' }).findings).toMatchObject([
      { state: 'inconclusive', happened: 'inconclusive: needs a faster machine; it ended as cpu-limit' },
      { state: 'inconclusive' },
      { state: 'contained' },
    ])
    // It ends by time only if it got through.
    expect(reportOf({ back: 'cpu-limit' }).findings[1]).toMatchObject({ state: 'open', happened: 'cpu-limit' })
    const inconclusive = reportOf(new Inconclusive('the image of c'))
    expect(inconclusive.findings.map(({ happened }) => happened)).toEqual(
      Array(3).fill('inconclusive: needs the image of c'),
    )
  })

  it('fails only if an attack is not contained', () => {
    expect(exitCodeOf(reportOf({ front: 'EPERM', back: 'EPERM', roof: 'none' }))).toBe(0)
    expect(exitCodeOf(reportOf(new Inconclusive('more time')))).toBe(0)
    expect(exitCodeOf(reportOf({ front: 'EPERM', back: 'done', roof: 'none' }))).toBe(1)
  })

  it('gives all details of an attack that is not contained, without terminal sequences', () => {
    const text = reportAsText(reportOf({ front: 'EPERM', back: '\u001b]0;title\u0007', roof: 'none' }))
    expect(text).toMatch(/NOT CONTAINED.*leave by the back: \\u001b\]0;title\\u0007\n +expected: EPERM or EACCES\n/)
    expect(text).toContain('3 attacks in 1 s: 2 contained, 1 not contained, 0 inconclusive.')
    expect(text).toContain('kernel: 6 & more')
  })

  it('tells of each attack what was expected, what happened, and what it would mean', () => {
    const text = stripVTControlCharacters(reportAsText(reportOf({ front: 'EPERM', back: 'EACCES', roof: 'none' })))
    expect(text).toContain(`Escape and reach
  doors, if not contained: A program is out.
    contained      front: EPERM
    contained      leave by the back: EACCES (expected: EPERM or EACCES)
  doors, if not contained: It rains in.
    contained      roof: none (expected: no roof)
`)
  })

  it('has a line without terminal sequences for an attack that got through before its end', () => {
    const { findings } = reportOf({ front: 'EPERM', back: '\u001b]0;title\u0007', roof: 'none' })
    expect(openAsLines(findings)).toBe('  not contained: leave by the back: \\u001b]0;title\\u0007\n')
  })

  it('is a page that contains only text', () => {
    const page = reportAsPage(reportOf({ front: '<script>alert(1)</script>', back: 'EPERM', roof: 'none' }))
    expect(page).not.toContain('<script')
    expect(page).toContain('&#60;script&#62;')
    expect(page).toContain('6 &#38; more')
    expect(page).toContain('It rains in.')
  })
})
