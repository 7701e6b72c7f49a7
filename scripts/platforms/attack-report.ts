import type { Tally } from '../test/tally.ts'

interface Finding {
  tries: string
  happened: string
  state: string
}

/** Attacks in languages that the guest does not have. */
const NO_IMAGE = 'inconclusive: needs the image of '

/**
 * Counts `sandrun doctor --attack --json`: an attack that was not contained failed, unless the kernel lets it through,
 * and so did one whose outcome is not known. Null for anything else.
 */
export function parseAttackReport(text: string, letsThrough: readonly string[]): Tally | null {
  const report: unknown = JSON.parse(text)
  if (typeof report !== 'object' || report === null || !('findings' in report)) return null
  const { findings } = report
  if (!Array.isArray(findings) || !findings.every(isFinding)) return null
  const passed = findings.filter(({ state }) => state === 'contained').length
  const failures = findings
    .filter(({ state }) => state !== 'contained')
    .filter(({ tries, happened }) => !letsThrough.includes(tries) && !happened.startsWith(NO_IMAGE))
    .map(({ tries, happened }) => `not contained: ${tries}: ${happened}`)
  return { passed, failed: failures.length, skipped: findings.length - passed - failures.length, failures }
}

function isFinding(value: unknown): value is Finding {
  if (typeof value !== 'object' || value === null) return false
  const { tries, happened, state }: Partial<Record<keyof Finding, unknown>> = value
  return [tries, happened, state].every((text) => typeof text === 'string')
}
