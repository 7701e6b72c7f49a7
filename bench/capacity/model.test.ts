import { expect, it } from 'vitest'
import { perCoreSecond, redisLimitsFrom, simulateAll } from './model.ts'

const point = (workers: number) => ({
  workers,
  gateways: 1,
  idleCommands: 1,
  idleMs: 0,
  runCommands: 10 * workers,
  runMs: 0.1 * workers,
})
const measured = {
  languages: [
    { id: 'quick', perCoreSecond: 20 },
    { id: 'slow', perCoreSecond: 5 },
  ],
  redis: [point(1), point(4)] as [ReturnType<typeof point>, ReturnType<typeof point>],
}

it('finds the workers from which on Redis is the limit', () => {
  // A core ends 8 runs a second. Redis carries 10,000 / workers.
  expect(perCoreSecond(measured)).toBeCloseTo(8)
  expect(redisLimitsFrom(measured, 4)).toBe(18)
  const calm = { ...point(1), runMs: 0 }
  expect(redisLimitsFrom({ ...measured, redis: [calm, { ...calm, workers: 4 }] }, 4)).toBeNull()
})

it('shows the wait of each cluster, the same for the same seed', () => {
  const load = { seed: 1, users: [100, 2000], thinkMs: 10_000, coresPerWorker: 2 }
  const rows = simulateAll(measured, load)
  expect(simulateAll(measured, load)).toEqual(rows)
  const [ten, twenty] = rows.filter(({ users, workers }) => users === 2000 && [10, 20].includes(workers))
  // 160 runs a second are too few for 200, but 320 are enough.
  expect(ten).toMatchObject({ workers: 10, coresBusy: expect.closeTo(1, 1) })
  expect(twenty).toMatchObject({ runsPerSecond: expect.closeTo(200, -1.5), coresBusy: expect.closeTo(0.62, 1) })
  expect(twenty?.p95Ms).toBeLessThan(ten?.medianMs ?? 0)
})
