import { readFile } from 'node:fs/promises'
import type { Tally } from './tally.ts'

/** `{ passed, failed, skipped }`, as our own suites write it; null when it isn't that. */
export function parseOwnReport(text: string): Tally | null {
  const { passed, failed, skipped } = parseObject(text)
  return isCount(passed) && isCount(failed) && isCount(skipped) ? { passed, failed, skipped } : null
}

/** What vitest's JSON reporter writes; null when it isn't that. */
export function parseVitestReport(text: string): Tally | null {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = parseObject(text)
  if (!isCount(numPassedTests) || !isCount(numFailedTests)) return null
  const skipped = (isCount(numPendingTests) ? numPendingTests : 0) + (isCount(numTodoTests) ? numTodoTests : 0)
  return { passed: numPassedTests, failed: numFailedTests, skipped }
}

/** The report at that path, or null when the suite wrote none. */
export async function readReport(path: string, parse: (text: string) => Tally | null): Promise<Tally | null> {
  try {
    return parse(await readFile(path, 'utf8'))
  } catch {
    return null
  }
}

function parseObject(text: string): Record<string, unknown> {
  const value: unknown = JSON.parse(text)
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0
}
