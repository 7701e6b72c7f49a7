import { expect, it } from 'vitest'
import { shapeOf, startPool } from '../../../test/support/process-pool.ts'
import { until } from '../../../test/support/until.ts'
import { giveUp, type LanguagePool, nextToFill, withSpare } from './language-pool.ts'
import type { Sandbox } from './sandbox.ts'
import { WarmTarget } from './targets.ts'

it('drops a sandbox without a runtime first, then the oldest', () => {
  const [ready, bare, later] = [{ preparedMb: 20 }, { preparedMb: 0 }, { preparedMb: 20 }]
  const warm = [ready, bare, later]
  expect([giveUp({ warm }), giveUp({ warm }), giveUp({ warm }), giveUp({ warm })]).toEqual([
    bare,
    ready,
    later,
    undefined,
  ])
})

it('gives a run no sandbox of an image that was built meanwhile', async () => {
  await using test = await startPool(['sh'])
  test.pool.register(shapeOf('sh'), true)
  await until('one is warm', () => test.pool.warmCount('sh') === 1)
  expect(test.pool.takeWaiting({ ...shapeOf('sh'), image: 'sandrun/before' })).toBeNull()
  expect(test.pool.takeWaiting(shapeOf('sh'))).not.toBeNull()
})

/** A language with so many warm sandboxes, whose last runs were a burst at this time. */
function pool(packId: string, warm: number, burst: number, at: number): LanguagePool {
  const target = new WarmTarget(false, 30)
  for (let run = 0; run < burst; run++) target.used(at)
  const sandboxes = Array.from({ length: warm }, () => ({ preparedMb: 0 }) as Sandbox)
  return { shape: shapeOf(packId), runtime: null, target, warm: sandboxes, filling: 0, retryAt: 0 }
}

it('without room takes what is kept for a burst, for a language that has less than a busy one needs', () => {
  const [older, newer, poor] = [pool('older', 30, 30, 1), pool('newer', 30, 30, 3), pool('poor', 1, 3, 2)]
  const pools = [older, newer, poor]
  expect(nextToFill(pools, 4, false)).toEqual({ pool: poor, giver: older })
  expect(withSpare(pools)).toBe(older)
  poor.warm.push(...older.warm.splice(0, 2))
  // Older lacks two for its burst, and nobody gives way for that.
  expect(nextToFill(pools, 4, false)).toBeNull()
  expect(nextToFill(pools, 4, true)).toEqual({ pool: older, giver: null })
})

it('without room takes no last sandbox but for a language that has none and was used later', () => {
  const [early, late, none] = [pool('early', 2, 3, 1), pool('late', 2, 3, 3), pool('none', 0, 3, 2)]
  expect(nextToFill([early, late, none], 4, false)).toEqual({ pool: none, giver: early })
  expect(nextToFill([late, none], 4, false)).toBeNull()
})
