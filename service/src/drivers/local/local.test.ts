import { expect, it } from 'vitest'
import { schedulerContract } from '../../../test/contracts/scheduler.ts'
import { resolveCaps } from '../../model/caps.ts'
import { LocalScheduler } from './local.ts'

schedulerContract('the local scheduler', (room) => new LocalScheduler(room))

it('reports active and queued runs, and their memory', async () => {
  const local = new LocalScheduler({ memoryMb: 1000, maxRunning: 1, maxQueued: 2, cpus: 2 })
  const demand = { owner: 'ada', interactive: true, memoryMb: 85, caps: resolveCaps({}, { places: 300 }) }
  const { signal } = new AbortController()
  using _slot = await local.admit(demand, () => {}, signal)
  const waiting = local.admit(demand, () => {}, signal)
  expect(local).toMatchObject({ running: 1, waiting: 1, reservedMb: 100 })
  local.close()
  await expect(waiting).rejects.toMatchObject({ code: 'shutting-down' })
})
