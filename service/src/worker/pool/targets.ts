const MINUTE_MS = 60_000
const IDLE_MS = 10 * MINUTE_MS

/** This many runs within a minute make a language busy; a busy one keeps at least as many sandboxes. */
export const BUSY_RUNS = 3

/** The time in which runs count as one burst. */
const BURST_MS = MINUTE_MS / 6

/** How many sandboxes of a language should be warm, from its recent use. */
export class WarmTarget {
  readonly #starter: boolean
  readonly #mostLearned: number
  #recent: number[] = []
  #lastRunAt = -Infinity
  #busyAt = -Infinity
  /** Bursts, each larger than all later ones: a class that starts a program together does so again. */
  #bursts: { runs: number; at: number }[] = []

  /** `mostLearned` is the most sandboxes to keep for the next burst. */
  constructor(starter: boolean, mostLearned: number) {
    this.#starter = starter
    this.#mostLearned = mostLearned
  }

  /** Notes that a run of this language began at `now` (milliseconds of any one clock). */
  used(now: number): void {
    this.#recent = [...this.#recent.filter((at) => at > now - MINUTE_MS), now]
    this.#lastRunAt = now
    if (this.#recent.length >= BUSY_RUNS) this.#busyAt = now
    const runs = this.#burst(now)
    this.#bursts = [...this.#bursts.filter((one) => one.runs > runs && now - one.at < IDLE_MS), { runs, at: now }]
  }

  get lastRunAt(): number {
    return this.#lastRunAt
  }

  /**
   * A busy language keeps as many as it used in its last ten seconds, or in its largest burst of the last ten minutes,
   * at least three; an idle one keeps none.
   */
  at(now: number): number {
    if (now - this.#lastRunAt >= IDLE_MS) return this.#starter ? 1 : 0
    if (now - this.#busyAt >= IDLE_MS) return 1
    return Math.max(BUSY_RUNS, this.#burst(now), Math.min(this.#learned(now), this.#mostLearned))
  }

  #burst(now: number): number {
    return this.#recent.filter((at) => at > now - BURST_MS).length
  }

  #learned(now: number): number {
    return this.#bursts.find(({ at }) => now - at < IDLE_MS)?.runs ?? 0
  }
}
