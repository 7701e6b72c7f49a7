import { expect, it } from 'vitest'
import { shapeOf, startPool } from '../../../test/support/process-pool.ts'
import { until } from '../../../test/support/until.ts'
import { giveUp } from './language-pool.ts'

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
