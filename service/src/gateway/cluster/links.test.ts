import { pino } from 'pino'
import { expect, it } from 'vitest'
import { fakeRegistry } from '../../../test/support/fake-registry.ts'
import { fakeQueue } from '../../../test/support/fake-queue.ts'
import { decodeToGateway, decodeToWorker, encodeLinkFrame } from '../../model/link-frame.ts'
import type { NodeInfo } from '../../ports/node-registry.ts'
import { Links } from './links.ts'

const nothing = (): void => {}
const reader = {
  message: nothing,
  output: nothing,
  ended: nothing,
  takenOver: nothing,
  lost: nothing,
  broken: nothing,
  leave: nothing,
}

it('keeps a worker that joins and claims a run while the nodes are listed', async () => {
  const listed = Promise.withResolvers<NodeInfo[]>()
  const links = new Links(
    {
      membership: { node: 'gateway', connected: true, now: Date.now },
      registry: fakeRegistry(() => listed.promise),
      queue: fakeQueue({ recover: async () => {}, state: async () => 'claimed' }),
      log: pino({ level: 'silent' }),
    },
    () => ({ send: async () => true, [Symbol.asyncDispose]: async () => {} }),
  )
  using _disposed = links
  const link = links.open('run', reader)
  const looked = links.look()
  const claimed = encodeLinkFrame({ type: 'claimed', run: 'run', link: link.id, from: 'new', n: 0 })
  expect(decodeToGateway(claimed)).not.toBeNull()
  links.receive(claimed)
  listed.resolve([])
  await looked
  expect(link.worker).toBe('new')
})

it.each([
  ['cancels a run that nobody needs', 'close', 'cancel'],
  ['gives a client that left the time to reconnect', 'pass', 'detach'],
] as const)('%s when a worker claims it', (_what, end, expected) => {
  const sent: unknown[] = []
  const send = async (_node: string, message: Uint8Array): Promise<boolean> => {
    sent.push(decodeToWorker(message)?.frame.type)
    return true
  }
  using links = new Links(
    {
      membership: { node: 'gateway', connected: true, now: Date.now },
      registry: fakeRegistry(),
      queue: fakeQueue(),
      log: pino({ level: 'silent' }),
    },
    () => ({ send, [Symbol.asyncDispose]: async () => {} }),
  )
  const link = links.open('run', reader)
  links[end](link)
  links.receive(encodeLinkFrame({ type: 'claimed', run: 'run', link: link.id, from: 'worker', n: 0 }))
  expect(sent).toEqual([expected])
})
