import { expect, it } from 'vitest'
import { LocalScheduler } from './local.ts'

const never = new AbortController().signal
const demand = { memoryMb: 85 }
const scheduler = (options: Partial<ConstructorParameters<typeof LocalScheduler>[0]> = {}): LocalScheduler =>
  new LocalScheduler({ memoryMb: 1000, maxRunning: 1, maxQueued: 2, ...options })

it('lets a run begin at once while there is room', async () => {
  const positions: number[] = []
  using slot = await scheduler().admit(demand, (position) => positions.push(position), never)
  expect(slot.queuedMs).toBeLessThan(1000)
  expect(positions).toEqual([])
})

it('serves in the order of arrival and tells every change of place', async () => {
  const local = scheduler()
  const order: string[] = []
  const first = await local.admit(demand, () => {}, never)
  const wait = async (name: string): Promise<void> => {
    using _slot = await local.admit(demand, (position) => order.push(`${name}@${position}`), never)
    order.push(name)
  }
  const waiting = [wait('b'), wait('c')]
  first[Symbol.dispose]()
  await Promise.all(waiting)
  expect(order).toEqual(['b@1', 'c@2', 'c@1', 'b', 'c'])
})

it('refuses when the queue is full, and a demand no machine of this size could meet', async () => {
  const local = scheduler({ maxQueued: 1 })
  using _running = await local.admit(demand, () => {}, never)
  const stop = new AbortController()
  const waiting = local.admit(demand, () => {}, stop.signal)
  await expect(local.admit(demand, () => {}, never)).rejects.toMatchObject({ code: 'queue-full' })
  await expect(local.admit({ memoryMb: 990 }, () => {}, never)).rejects.toMatchObject({ code: 'limit-too-high' })
  stop.abort(new Error('left'))
  await expect(waiting).rejects.toThrow('left')
})

it('never reserves more memory than there is', async () => {
  const local = scheduler({ maxRunning: 100, memoryMb: 250 })
  const slots = [await local.admit(demand, () => {}, never), await local.admit(demand, () => {}, never)]
  let admitted = false
  const third = local
    .admit(demand, () => {}, never)
    .then((slot) => {
      admitted = true
      return slot
    })
  await Promise.resolve()
  expect(admitted).toBe(false)
  slots[0]?.[Symbol.dispose]()
  using _slot = await third
  expect(admitted).toBe(true)
})

it('refuses those who wait when it closes', async () => {
  const local = scheduler()
  using _running = await local.admit(demand, () => {}, never)
  const waiting = local.admit(demand, () => {}, never)
  local.close()
  await expect(waiting).rejects.toMatchObject({ code: 'shutting-down' })
  await expect(local.admit(demand, () => {}, never)).rejects.toMatchObject({ code: 'shutting-down' })
})
