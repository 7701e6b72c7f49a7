/** Tests that can't pass on a platform, and why. */
export interface LeftOut {
  why: string
  /** With the names of their suites, as Vitest compares them. */
  tests: readonly string[]
}

/** A pattern for all other tests. */
export function otherTests(leftOut: readonly LeftOut[]): string {
  const names = leftOut.flatMap(({ tests }) => tests).map((name) => name.replaceAll(/[()./|?*+]/g, String.raw`\$&`))
  return `^(?!(?:${names.join('|')})$)`
}
