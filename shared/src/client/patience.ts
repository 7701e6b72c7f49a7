/** A second ^C within this many milliseconds ends a run that has been silent since the first. */
const IMPATIENCE_MS = 1000

/** Whether a run has reacted between two ^C. */
export class Patience {
  readonly #now: () => number
  #askedAt: number | null = null

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** ^C was pressed; returns whether it is the second without a reaction. */
  ask(): boolean {
    const isSecond = this.#askedAt !== null && this.#now() - this.#askedAt < IMPATIENCE_MS
    this.#askedAt = this.#now()
    return isSecond
  }

  /** The run has reacted. */
  heard(): void {
    this.#askedAt = null
  }
}
