const MINUTE_MS = 60_000
const IDLE_MS = 10 * MINUTE_MS

/** This many runs within a minute make a language busy; a busy one keeps at least as many sandboxes. */
const BUSY_RUNS = 3

/** How many sandboxes of a language should be warm, from its recent use. */
export class WarmTarget {
  readonly #starter: boolean
  #recent: number[] = []
  #lastRunAt = -Infinity
  #busyAt = -Infinity

  constructor(starter: boolean) {
    this.#starter = starter
  }

  /** Notes that a run of this language began at `now` (milliseconds of any one clock). */
  used(now: number): void {
    this.#recent = [...this.#recent.filter((at) => at > now - MINUTE_MS), now]
    this.#lastRunAt = now
    if (this.#recent.length >= BUSY_RUNS) this.#busyAt = now
  }

  get lastRunAt(): number {
    return this.#lastRunAt
  }

  /** A busy language keeps as many as it used in its last ten seconds, at least three; an idle one keeps none. */
  at(now: number): number {
    if (now - this.#lastRunAt >= IDLE_MS) return this.#starter ? 1 : 0
    if (now - this.#busyAt >= IDLE_MS) return 1
    return Math.max(BUSY_RUNS, this.#recent.filter((at) => at > now - MINUTE_MS / 6).length)
  }
}
