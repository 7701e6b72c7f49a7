/** What is remembered of the failures of one key. The age is 0 when there are none. */
export interface Failures {
  count: number
  ageMs: number
}

/** Counts what happens, by key, to slow down whoever does too much. May forget the least recent keys. */
export interface Rates {
  /**
   * Counts an event, unless `most` have happened within the last `windowMs`. Returns 0, or in how many milliseconds the
   * next one may happen.
   */
  take(key: string, most: number, windowMs: number): Promise<number>

  /** Counts a failure. Those before a pause of `forgetMs` are forgotten. */
  fail(key: string, forgetMs: number): Promise<void>

  /** How many failures, and how many milliseconds ago the last one was. */
  failures(key: string): Promise<Failures>
}
