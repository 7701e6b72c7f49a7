import type { Finding } from './finding.ts'

/** How long sandboxes took to start with a container runtime, in milliseconds, in order. */
export interface RuntimeTimes {
  runtime: string
  times: readonly number[]
}

/** With fewer, the machine is too busy to say anything. */
const LEAST_TIMES = 3

/** Two runs of one runtime differ by some percent. */
const CLEARLY_LESS = 0.9

/** Recommends the other runtime if it starts sandboxes clearly faster: on average, and in nearly every turn. */
export function compareRuntimes(used: RuntimeTimes, other: RuntimeTimes): Finding {
  const turns = Math.min(used.times.length, other.times.length)
  if (turns < LEAST_TIMES) {
    return {
      state: 'note',
      what: `this machine is too busy to compare ${other.runtime} with ${used.runtime}`,
      fix: 'Run sandrun doctor again when the machine is idle.',
    }
  }
  const [usedMs, otherMs] = [medianOf(used.times), medianOf(other.times)]
  const ratio = otherMs / usedMs
  const what = `${used.runtime} starts a sandbox in ${usedMs.toFixed(0)} ms, ${other.runtime} in ${otherMs.toFixed(0)} ms`
  const wins = other.times.filter((time, turn) => time < (used.times[turn] ?? 0)).length
  if (ratio > CLEARLY_LESS || wins < turns - 1) return { state: 'good', what }
  return { state: 'note', what, fix: `To use that (${ratio.toFixed(2)} of the time): SANDRUN_RUNTIME=${other.runtime}` }
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
