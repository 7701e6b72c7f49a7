import { pino } from 'pino'
import { expect, it } from 'vitest'
import { fakeQueue } from '../../../test/support/fake-queue.ts'
import { decodeToGateway, encodeLinkFrame } from '../../model/link-frame.ts'
import type { NodeInfo } from '../../ports/node-registry.ts'
import { Links } from './links.ts'

it('keeps a worker that joins and claims a run while the nodes are listed', async () => {
  const listed = Promise.withResolvers<NodeInfo[]>()
  const links = new Links(
    {
      membership: { node: 'gateway', connected: true, now: Date.now },
      registry: { list: () => listed.promise },
      queue: fakeQueue({ recover: async () => {}, state: async () => 'claimed' }),
      log: pino({ level: 'silent' }),
    },
    () => ({ send: async () => true, [Symbol.asyncDispose]: async () => {} }),
  )
  using _disposed = links
  const nothing = (): void => {}
  const reader = {
    message: nothing,
    output: nothing,
    ended: nothing,
    takenOver: nothing,
    lost: nothing,
    broken: nothing,
  }
  const link = links.open('run', { ...reader, leave: nothing })
  const looked = links.look()
  const claimed = encodeLinkFrame({ type: 'claimed', run: 'run', link: link.id, from: 'new', n: 0 })
  expect(decodeToGateway(claimed)).not.toBeNull()
  links.receive(claimed)
  listed.resolve([])
  await looked
  expect(link.worker).toBe('new')
})
