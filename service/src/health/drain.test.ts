import { expect, it } from 'vitest'
import { Drain } from './drain.ts'

it('accepts nothing new once it has begun, and waits for active runs', async () => {
  const drain = new Drain()
  drain.check()
  const work = Promise.withResolvers<void>()
  drain.track(work.promise)
  const drained = drain.begin(60_000)
  expect(() => drain.check()).toThrow(expect.objectContaining({ code: 'shutting-down' }))
  work.reject(new Error('it failed, which is an end too'))
  expect(await drained).toBe(true)
})

it('waits no longer than it may', async () => {
  const drain = new Drain()
  drain.track(new Promise(() => {}))
  expect(await drain.begin(1)).toBe(false)
})
