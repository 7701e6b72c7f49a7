/** The pause before another try, and the longest, in milliseconds. */
const FIRST_MS = 1000
const LONGEST_MS = 30_000

/** Waits this many milliseconds; rejects when the signal aborts. */
export type Wait = (milliseconds: number, value: undefined, options: { signal: AbortSignal }) => Promise<void>

/** The pauses between tries of what fails for a passing reason, in milliseconds: each is twice the one before. */
export function* pauses(): Generator<number, never> {
  for (let pause = FIRST_MS; ; pause = Math.min(2 * pause, LONGEST_MS)) yield pause
}
