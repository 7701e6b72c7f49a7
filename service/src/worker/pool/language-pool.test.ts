import { expect, it } from 'vitest'
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
