/** A person would call such a machine hung. */
const HELD_UP_MS = 2000

/** On a slow machine, as one under emulation, a neighbour is held up only for so many times its usual time. */
const HELD_UP_TIMES = 100

/** What a neighbour that is not held up does. */
export const IN_TIME = `answers within ${HELD_UP_MS / 1000} s, or ${HELD_UP_TIMES} times its usual time`

/** A neighbour's times to answer, in milliseconds: before an attack and beside it. Begins with "answers" or "is held up". */
export function describeTimes(alone: readonly number[], meanwhile: readonly number[]): string {
  const worst = Math.max(...meanwhile)
  const usual = median(alone)
  const figures = `${meanwhile.length} times, median ${median(meanwhile).toFixed(1)} ms, worst ${worst.toFixed(1)} ms; alone ${usual.toFixed(1)} ms`
  return `${worst < Math.max(HELD_UP_MS, HELD_UP_TIMES * usual) ? 'answers' : 'is held up'}: ${figures}`
}

/** The middle one, or 0 of none. */
export function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0
}
