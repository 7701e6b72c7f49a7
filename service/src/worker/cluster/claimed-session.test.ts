import { SandrunError } from '@sandrun/shared'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { principal } from '../../../test/support/principal.ts'
import { startWorker, type TestWorker } from '../../../test/support/process-worker.ts'
import { until } from '../../../test/support/until.ts'
import { decodeToGateway, type PlainToWorker } from '../../model/link-frame.ts'
import type { Claim } from '../../ports/run-queue.ts'
import { ClaimedSession } from './claimed-session.ts'

const IDLE = 1000

let worker: TestWorker
/** What the gateway got. */
let told: (string | undefined)[]
let claimsEnded: number

beforeEach(async () => {
  worker = await startWorker({ SANDRUN_CAPS: 'running=1', SANDRUN_MAX_SESSIONS: '1' })
  ;[told, claimsEnded] = [[], 0]
})
afterEach(() => worker[Symbol.asyncDispose]())

function start(more: Partial<Claim> = {}, idleTimeoutMs = 60_000, gateway = 'gateway') {
  const session = { language: 'sh', idleTimeoutMs }
  const order = { session, principal: principal('ada'), origin: { node: gateway, link: 'first' } }
  const end = async (): Promise<void> => void (claimsEnded += 1)
  const release = async (): Promise<void> => {}
  const claim = { run: 'session', body: new Uint8Array(), begin: async () => true, release, end, ...more }
  const send = async (_node: string, message: Uint8Array): Promise<boolean> => {
    told.push(decodeToGateway(message)?.frame.type)
    return true
  }
  const { sessions } = worker
  const claimed = new ClaimedSession(order, claim, { sessions, bus: { send }, node: () => 'worker' })
  const tell = (frame: PlainToWorker, link = 'first'): void =>
    claimed.receive({
      frame: { ...frame, run: 'session', link, from: 'gateway', n: 0 },
      bytes: new Uint8Array(),
    })
  return { claimed, tell, ended: claimed.execute(async (node) => node === 'gateway') }
}
const isReady = (): Promise<void> => until('it is ready', () => told.includes('session'))
const sandboxes = (): number => worker.engine.started.filter(({ isAlive }) => isAlive).length

it('holds its claim as long as its sandbox is there, whatever its gateway does', async () => {
  const { claimed, tell } = start()
  await isReady()
  // Its answer came twice, to a question that is over.
  tell({ type: 'cancel' }, 'second')
  tell({ type: 'keep' })
  expect(claimed.followers).toEqual([])
  // These are late: the gateway has told its client of the session.
  tell({ type: 'cancel' })
  claimed.gatewayDied('gateway')
  tell({ type: 'ask', owner: 'ada', about: 'info' })
  await until('it answers', () => told.length === 3)
  expect([told, sandboxes(), claimsEnded]).toEqual([['claimed', 'session', 'session'], 1, 0])
})

it.each<[string, (session: ReturnType<typeof start>) => void]>([
  ['its client left', ({ tell }) => tell({ type: 'cancel' })],
  ['its gateway died', ({ claimed }) => claimed.gatewayDied('gateway')],
])('ends if nobody wants it any more: %s', async (_what, leave) => {
  const session = start()
  await isReady()
  leave(session)
  await session.ended
  expect([told, sandboxes(), claimsEnded]).toEqual([['claimed', 'session', 'failed'], 0, 1])
})

it.each<[string, number, () => void]>([
  ['it was idle for too long', IDLE, () => {}],
  ['its sandbox was lost', 60_000, () => worker.engine.started[0]?.kill()],
])('ends its claim with its sandbox: %s', async (_what, idleMs, then) => {
  const { ended, tell } = start({}, idleMs)
  await isReady()
  tell({ type: 'keep' })
  then()
  await ended
  expect([sandboxes(), claimsEnded]).toEqual([0, 1])
  tell({ type: 'ask', owner: 'ada', about: 'info' })
  await until('it answers', () => told.length === 3)
  expect(told[2]).toBe('failed')
})

it('ends its claim too if its sandbox is lost before its gateway answers', async () => {
  const { ended } = start()
  await isReady()
  worker.engine.started[0]?.kill()
  await ended
  expect([sandboxes(), claimsEnded]).toEqual([0, 1])
})

it('leaves no sandbox if another worker has it', async () => {
  const { ended } = start({ begin: async () => false })
  await ended
  expect([told, sandboxes()]).toEqual([['claimed', 'failed'], 0])
})

it('is not created for a gateway that is gone', async () => {
  await start({}, 60_000, 'gone').ended
  expect([told, worker.engine.started, claimsEnded]).toEqual([['claimed', 'failed'], [], 1])
})

it('needs nothing of the caps of its worker', async () => {
  start()
  start({ run: 'second' })
  await expect.poll(() => told.filter((type) => type === 'session'), { timeout: 10_000 }).toHaveLength(2)
})

it('answers only its owner', async () => {
  const { tell } = start()
  await isReady()
  tell({ type: 'keep' })
  tell({ type: 'ask', owner: 'eve', about: 'end' })
  await until('it answers', () => told.length === 3)
  expect([told[2], sandboxes()]).toEqual(['failed', 1])
})

it('gives its order back when its worker shuts down, and says nothing', async () => {
  const refusal = new SandrunError('shutting-down', 'The service is shutting down.')
  vi.spyOn(worker.sessions, 'open').mockRejectedValue(refusal)
  const release = vi.fn<() => Promise<void>>(async () => {})
  await start({ release }).ended
  expect(release).toHaveBeenCalledOnce()
  expect(told).toEqual(['claimed'])
})
