import type { Tally } from '../test/tally.ts'

interface Finding {
  tries: string
  happened: string
  state: string
}

/** Counts `sandrun doctor --attack --json`: an attack that was not contained failed. Null for anything else. */
export function parseAttackReport(text: string): Tally | null {
  const report: unknown = JSON.parse(text)
  if (typeof report !== 'object' || report === null || !('findings' in report)) return null
  const { findings } = report
  if (!Array.isArray(findings) || !findings.every(isFinding)) return null
  const count = (state: string): number => findings.filter((finding) => finding.state === state).length
  const failures = findings
    .filter(({ state }) => state === 'open')
    .map(({ tries, happened }) => `not contained: ${tries}: ${happened}`)
  return { passed: count('contained'), failed: failures.length, skipped: count('inconclusive'), failures }
}

function isFinding(value: unknown): value is Finding {
  if (typeof value !== 'object' || value === null) return false
  const { tries, happened, state }: Partial<Record<keyof Finding, unknown>> = value
  return [tries, happened, state].every((text) => typeof text === 'string')
}
