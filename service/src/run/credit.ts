/** Output under way between a program and who reads it, in bytes: more would only fill memory. */
export const OUTPUT_CREDIT_BYTES = 256 * 1024

/** Grants are gathered to this size, so that a chatty program does not double the number of frames. */
const GRANT_STEP_BYTES = OUTPUT_CREDIT_BYTES / 4

/** How much more a program may write: what its reader has consumed is granted again. */
export class OutputCredit {
  readonly #grant: (bytes: number) => void
  #pending = 0

  constructor(grant: (bytes: number) => void) {
    this.#grant = grant
  }

  consumed(bytes: number): void {
    this.#pending += bytes
    if (this.#pending < GRANT_STEP_BYTES) return
    this.#grant(this.#pending)
    this.#pending = 0
  }
}
