/** A second ^C within this many milliseconds ends a run that has been silent since the first. */
const REPEAT_MS = 1000

/** Whether a run has reacted between two ^C. */
export class RepeatedInterrupt {
  readonly #now: () => number
  #pressedAt: number | null = null

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** ^C was pressed; returns whether it is the second without a reaction. */
  press(): boolean {
    const isSecond = this.#pressedAt !== null && this.#now() - this.#pressedAt < REPEAT_MS
    this.#pressedAt = this.#now()
    return isSecond
  }

  /** The run has reacted. */
  reacted(): void {
    this.#pressedAt = null
  }
}
