/** A failure that a person can act on: what happened, why, and what to do next. */
export class SetupError extends Error {
  /**
   * @param {string} what one sentence
   * @param {{ why?: string, todo: string }} details
   */
  constructor(what, { why, todo }) {
    super(what)
    this.name = 'SetupError'
    this.why = why
    this.todo = todo
  }
}

/**
 * The lines for a person. An error that is not a SetupError is a bug, so its stack is shown.
 * @param {unknown} error
 * @returns {string}
 */
export function describeError(error) {
  if (!(error instanceof SetupError)) return error instanceof Error ? (error.stack ?? error.message) : String(error)
  const lines = [`✗ ${error.message}`]
  if (error.why) lines.push(`  Why: ${indent(error.why)}`)
  lines.push(`  Do:  ${indent(error.todo)}`)
  return lines.join('\n')
}

/** @param {unknown} error */
export function messageOf(error) {
  return error instanceof Error ? error.message : String(error)
}

/** @param {string} text */
function indent(text) {
  return text.trim().replaceAll('\n', '\n       ')
}
