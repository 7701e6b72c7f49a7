import { expect, it } from 'vitest'
import { FakeHost, lastOf } from '../../../test/support/fake-host.ts'
import { principal } from '../../../test/support/principal.ts'
import { decodeToWorker, encodeLinkFrame } from '../../model/link-frame.ts'
import type { Directory } from '../../ports/directory.ts'
import type { LiveRunHost } from '../../ports/live-run.ts'
import { ClaimedRun } from './claimed-run.ts'

const ORDER = {
  request: { language: 'sh', code: 'true' },
  principal: principal('ada'),
  live: true,
  resumable: true,
  asks: false,
  resumeToken: 'token',
  origin: { node: 'first', link: 'first' },
}
const ENTRY = { owner: 'ada', language: 'sh', tokenHash: 'hash', worker: 'worker' }

/** Gets a run whose client has reconnected through the `second` gateway while it waited. */
async function taken(): Promise<{ host: FakeHost; run: ClaimedRun }> {
  const host = new FakeHost()
  const directory: Directory = {
    put: async () => {},
    find: async () => null,
    follow: async () => null,
    serve: async () => ({ ...ENTRY, follower: { node: 'second', link: 'second' } }),
    expire: async () => {},
  }
  const live = { open() {}, cancel: () => lastOf(host).cancel() }
  const liveRuns = { follow: () => live } as unknown as LiveRunHost
  const claim = { run: 'run', body: new Uint8Array(), begin: async () => true, end: async () => {} }
  const run = new ClaimedRun(ORDER, claim, {
    host,
    liveRuns,
    directory,
    bus: { send: async () => true },
    node: () => 'worker',
  })
  void run.execute(async () => true)
  await expect.poll(() => host.runs.length).toBe(1)
  return { host, run }
}

function cancel(run: ClaimedRun, link: string): void {
  const received = decodeToWorker(encodeLinkFrame({ type: 'cancel', run: 'run', link, from: link, n: 0 }))
  if (received === null) throw new Error('The frame is invalid.')
  run.receive(received)
}

it('is cancelled by the gateway whose client follows it, not by the one that requested it', async () => {
  const { host, run } = await taken()
  cancel(run, 'first')
  expect(lastOf(host).isCancelled).toBe(false)
  cancel(run, 'second')
  expect(lastOf(host).isCancelled).toBe(true)
})
