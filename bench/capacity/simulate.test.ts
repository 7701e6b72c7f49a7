import { expect, it } from 'vitest'
import { type Load, simulate } from './simulate.ts'

const SPAN = { seed: 7, warmUpMs: 100_000, countedMs: 4_000_000 }
const small: Load = { users: 12, thinkMs: 1000, cores: 3, runMs: [300], redisMs: 0 }

/** The mean wait of the finite-source queue M/M/c//N: Gross and Harris, Fundamentals of Queueing Theory, 2.7. */
function finiteSourceWait({ users, thinkMs, cores, runMs: [serviceMs = 0] }: Load): number {
  const weights = [1]
  for (let here = 1; here <= users; here++) {
    const arrivals = (users - here + 1) / thinkMs
    const departures = Math.min(here, cores) / serviceMs
    weights.push(((weights[here - 1] ?? 0) * arrivals) / departures)
  }
  const all = weights.reduce((sum, weight) => sum + weight)
  const mean = (count: (here: number) => number): number =>
    weights.reduce((sum, weight, here) => sum + weight * count(here), 0) / all
  // Little's law.
  return mean((here) => Math.max(0, here - cores)) / mean((here) => (users - here) / thinkMs)
}

/** The mean wait of M/M/c with Erlang's C formula, and of M/M/1. */
function erlangWait(perMs: number, serviceMs: number, cores: number): number {
  const load = perMs * serviceMs
  let blocked = 1
  for (let at = 1; at <= cores; at++) blocked = (load * blocked) / (at + load * blocked)
  const waits = blocked / (1 - (load / cores) * (1 - blocked))
  return (waits * serviceMs) / (cores - load)
}

it('gives the same answer for the same seed, and another for another', () => {
  const span = { ...SPAN, countedMs: 50_000 }
  expect(simulate(small, span)).toEqual(simulate(small, span))
  expect(simulate(small, { ...span, seed: 8 })).not.toEqual(simulate(small, span))
})

it.each([1, 3])('has the mean wait of the finite-source queue, with %d cores', (cores) => {
  const load = { ...small, cores, runMs: [100 * cores] }
  const { waitMs, runsPerSecond } = simulate(load, SPAN)
  const expected = finiteSourceWait(load)
  expect(waitMs.mean / expected).toBeCloseTo(1, 1)
  expect(runsPerSecond / (12_000 / (1000 + expected + 100 * cores))).toBeCloseTo(1, 1)
})

it.each([1, 4])('has the mean wait of M/M/c when there are many users, with %d cores', (cores) => {
  const load = { ...small, users: 2000, thinkMs: 2_000_000 / cores / 0.7, runMs: [1000], cores }
  const { waitMs, coresBusy } = simulate(load, { seed: 3, warmUpMs: 1_000_000, countedMs: 60_000_000 / cores })
  expect(waitMs.mean / erlangWait((0.7 * cores) / 1000, 1000, cores)).toBeCloseTo(1, 1)
  expect(coresBusy).toBeCloseTo(0.7, 1)
})

it('is as fast as Redis at most', () => {
  const { runsPerSecond, redisBusy, coresBusy } = simulate({ ...small, users: 500, redisMs: 50, cores: 30 }, SPAN)
  expect([runsPerSecond, redisBusy]).toEqual([expect.closeTo(20, 1), expect.closeTo(1, 1)])
  expect(coresBusy).toBeCloseTo(0.2, 1)
})
