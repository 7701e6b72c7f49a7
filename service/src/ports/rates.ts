/** Counts what happens, by key, to slow down whoever does too much. May forget the least recent keys. */
export interface Rates {
  /**
   * Counts an event, unless `most` have happened within the last `windowMs`. Returns 0, or in how many milliseconds the
   * next one may happen.
   */
  take(key: string, most: number, windowMs: number): Promise<number>

  /** Counts a failure. Those before a pause of `forgetMs` are forgotten. */
  fail(key: string, forgetMs: number): Promise<void>

  /** How many failures, and the time of the last one in milliseconds since the epoch. */
  failures(key: string): Promise<{ count: number; at: number }>
}
