/** A second ^C within so long, in milliseconds, ends a run that has not said anything since the first. */
const IMPATIENCE_MS = 1000

/** Whether somebody who asks a program to end, and asks again, has been heard in between. */
export class Patience {
  readonly #now: () => number
  #askedAt: number | null = null

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** ^C was pressed; returns whether it is the second that nobody heard. */
  ask(): boolean {
    const isSecond = this.#askedAt !== null && this.#now() - this.#askedAt < IMPATIENCE_MS
    this.#askedAt = this.#now()
    return isSecond
  }

  /** The run has said something. */
  heard(): void {
    this.#askedAt = null
  }
}
