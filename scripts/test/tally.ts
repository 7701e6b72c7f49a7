/** Test counts by result. */
export interface Tally {
  passed: number
  failed: number
  skipped: number
  /** The failures, one or more lines each, as the suite reports them. */
  failures?: readonly string[]
}

export const EMPTY_TALLY: Tally = { passed: 0, failed: 0, skipped: 0 }
/** The count of a part that could not even report. */
export const ONE_FAILED: Tally = { passed: 0, failed: 1, skipped: 0 }
export const ONE_PASSED: Tally = { passed: 1, failed: 0, skipped: 0 }

export function addTallies(left: Tally, right: Tally): Tally {
  return {
    passed: left.passed + right.passed,
    failed: left.failed + right.failed,
    skipped: left.skipped + right.skipped,
    failures: [...(left.failures ?? []), ...(right.failures ?? [])],
  }
}

/** The names of failed tests, and of parts that only counted them, for readers of only the end of the output. */
export function listFailures(parts: readonly (Tally & { part: string })[]): string[] {
  return parts
    .filter(({ failed }) => failed > 0)
    .flatMap(({ part, failed, failures = [] }) => {
      const unnamed = failed - failures.length
      const rest = unnamed > 0 ? [`${part}: ${unnamed} failed; its own output above says what`] : []
      return [...failures.map((failure) => `${part}: ${failure}`), ...rest]
    })
}

/** Whether nothing failed, and at least one test ran. */
export function hasPassed(tally: Tally): boolean {
  return tally.failed === 0 && tally.passed > 0
}

/** The one line that scripts read. */
export function describeTally({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

/**
 * The result of a suite's report and its exit code. A suite that reports nothing, has no tests, or fails without a
 * failed test (a file that doesn't load, an error outside of any test) counts one failure.
 */
export function judge(report: Tally | null, exitCode: number | null): Tally {
  if (report === null) return ONE_FAILED
  const ranNothing = report.passed + report.failed === 0
  const failedUnseen = exitCode !== 0 && report.failed === 0
  return ranNothing || failedUnseen ? addTallies(report, ONE_FAILED) : report
}
