import { expect, it } from 'vitest'
import { costAt, gatewaysFor, redisLimit } from './redis-cost.ts'

/** A run takes 20 commands and 5 for each worker; a node 10 a second, and one for each node; ten take a millisecond. */
const point = (workers: number, gateways: number) => {
  const nodes = workers + gateways
  const [idleCommands, runCommands] = [nodes * (10 + nodes), 20 + 5 * workers]
  return { workers, gateways, idleCommands, idleMs: idleCommands / 10, runCommands, runMs: runCommands / 10 }
}
const points = [point(1, 1), point(4, 1)] as const
const nodes = 40 + gatewaysFor(40)

it('continues two measured clusters to one of any size', () => {
  expect(costAt(40, points)).toEqual({
    idle: { commands: expect.closeTo(nodes * (10 + nodes)), ms: expect.closeTo(nodes * (1 + nodes / 10)) },
    run: { commands: expect.closeTo(220), ms: expect.closeTo(22) },
  })
})

it('knows the most runs of one Redis', () => {
  expect(redisLimit(40, points)).toBeCloseTo((1000 - nodes * (1 + nodes / 10)) / 22)
  expect(redisLimit(1000, points)).toBe(0)
})
