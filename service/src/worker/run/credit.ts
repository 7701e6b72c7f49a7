import { OUTPUT_CREDIT_BYTES } from '../../run-log/output-credit.ts'

/** Collects grants up to this size, so that a program with many small writes does not double the number of frames. */
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
