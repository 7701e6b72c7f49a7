import { ControlFilter } from '@sandrun/shared'

/** All of C0 except tab and line feed, DEL, and the escape sequences that a ControlFilter passes. */
const INVISIBLE = /\x1b(?:\[[0-?]*[ -/]*[@-~]|[ -/]*[0-~])|[\x00-\x08\x0b-\x1f\x7f]/g

/** Text for a place without colours or a cursor. Sequences and CRLF may be split between calls. */
export class PlainText {
  readonly #filter = new ControlFilter()
  #carriageReturn = false
  #designation = ''

  plain(text: string): string {
    let kept = this.#designation + this.#filter.filter(text)
    // ESC ( B and its like are three characters and may come in two parts.
    this.#designation = /\x1b[ -/]{0,3}$/.exec(kept)?.[0] ?? ''
    kept = kept.slice(0, kept.length - this.#designation.length)
    if (this.#carriageReturn) kept = `\r${kept}`
    this.#carriageReturn = kept.endsWith('\r')
    while (kept.endsWith('\r')) kept = kept.slice(0, -1)
    return kept.replace(/\r+\n?/g, '\n').replace(INVISIBLE, '')
  }

  /** A final carriage return ends the line. */
  end(): string {
    const rest = this.#carriageReturn ? '\n' : ''
    this.#carriageReturn = false
    return rest
  }
}
