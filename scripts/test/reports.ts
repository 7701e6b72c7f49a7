import { readFile } from 'node:fs/promises'
import type { Tally } from './tally.ts'

/** `{ passed, failed, skipped }`, perhaps with `failures`: the format of Sandrun's suites; null for anything else. */
export function parseOwnReport(text: string): Tally | null {
  const { passed, failed, skipped, failures } = parseObject(text)
  if (!isCount(passed) || !isCount(failed) || !isCount(skipped)) return null
  const isNamed = Array.isArray(failures) && failures.every((failure) => typeof failure === 'string')
  return { passed, failed, skipped, ...(isNamed && { failures }) }
}

/** The format of vitest's JSON reporter; null for anything else. */
export function parseVitestReport(text: string): Tally | null {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parseObject(text)
  if (!isCount(numPassedTests) || !isCount(numFailedTests)) return null
  const skipped = (isCount(numPendingTests) ? numPendingTests : 0) + (isCount(numTodoTests) ? numTodoTests : 0)
  return { passed: numPassedTests, failed: numFailedTests, skipped, failures: failuresOf(testResults) }
}

/** How many lines of a failure are repeated at the end. */
const MESSAGE_LINES = 12

/** Vitest's `testResults`: each failed test with its file and the start of its message. */
function failuresOf(files: unknown): string[] {
  return objectsOf(files).flatMap(({ name, assertionResults }) =>
    objectsOf(assertionResults)
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => {
        const said = Array.isArray(failureMessages) ? failureMessages.join('\n') : ''
        const lines = said.split('\n').slice(0, MESSAGE_LINES)
        return [`${String(name)} > ${String(fullName)}`, ...lines.map((line) => `    ${line}`)].join('\n')
      }),
  )
}

function objectsOf(values: unknown): Record<string, unknown>[] {
  if (!Array.isArray(values)) return []
  return values.filter((value: unknown) => typeof value === 'object' && value !== null).map((value) => ({ ...value }))
}

/** The report at that path, or null if the suite wrote none. */
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
