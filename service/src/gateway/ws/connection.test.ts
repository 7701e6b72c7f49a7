import { SandrunError, STDIN_WINDOW_BYTES } from '@sandrun/shared'
import { beforeEach, describe, expect, it } from 'vitest'
import { lastOf, FakeHost } from '../../../test/support/fake-host.ts'
import { FakeClient } from '../../../test/support/fake-client.ts'
import { submitTo } from '../../../test/support/fake-submit.ts'
import { principal } from '../../../test/support/principal.ts'
import type { Principal } from '../../model/principal.ts'
import type { Submit } from '../submit.ts'
import { LiveRuns } from '../../worker/live/live-runs.ts'

let host: FakeHost
let liveRuns: LiveRuns
let runs: Submit
/** The principal of a token; the test decides when it answers. */
let identify: (token: string | undefined) => Promise<Principal>

beforeEach(() => {
  host = new FakeHost()
  liveRuns = new LiveRuns()
  ;({ runs } = submitTo(host))
  identify = async () => principal('ada')
})

const HELLO = { type: 'hello', protocol: 1, client: 'test' }
const BACK = { ...HELLO, resume: true }
const START = { type: 'start', run: { language: 'sh', code: 'true' } }

const connect = (): FakeClient => new FakeClient({ runs, liveRuns, identify: (token) => identify(token) })

/** Lets settled promises take effect: identifying takes a few turns. */
const settle = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

async function greeted(hello: object = HELLO): Promise<FakeClient> {
  const client = connect().says(hello)
  await settle()
  expect(client.socket.heard).toEqual(['welcome'])
  return client
}

async function started(hello: object = HELLO): Promise<FakeClient> {
  const client = (await greeted(hello)).says(START)
  await settle()
  expect(client.socket.heard).toEqual(['accepted'])
  await lastOf(host).begin()
  client.socket.messages.splice(0)
  return client
}

describe('the order of messages', () => {
  it.each<[string, (client: FakeClient) => void, string]>([
    ['a run before the hello', (client) => client.says(START), 'protocol-violation'],
    ['stdin before the hello', (client) => client.types('x'), 'protocol-violation'],
    ['another version', (client) => client.says({ ...HELLO, protocol: 99 }), 'unsupported-protocol'],
    ['no JSON', (client) => client.connection.receiveText('{'), 'invalid-json'],
    ['no type', (client) => client.says({}), 'protocol-violation'],
    ['a known type of the wrong shape', (client) => client.says({ ...HELLO, client: 3 }), 'invalid-request'],
  ])('closes on %s, with its code as the reason', async (_what, offend, code) => {
    const client = connect()
    offend(client)
    await settle()
    expect(client.socket.heard).toEqual([code])
    expect(client.socket.closed).toEqual([1008, code])
    client.says(HELLO)
    await settle()
    expect(client.socket.heard).toEqual([])
  })

  it.each<[string, (client: FakeClient) => void]>([
    ['a second hello', (client) => client.says(HELLO)],
    ['output from a client', (client) => client.types('x', 0, 'stdout')],
    ['a frame without a header', (client) => client.connection.receiveBytes(Uint8Array.of(0))],
    ['stdin with a gap', (client) => client.types('x', 7)],
    ['more stdin than the window', (client) => client.types('x'.repeat(STDIN_WINDOW_BYTES + 1))],
    [
      'an acknowledgement of output that was never sent',
      (client) => client.says({ type: 'ack', stdout: 1, stderr: 0 }),
    ],
  ])('closes on %s in mid-run, which is cancelled', async (_what, offend) => {
    const client = await started()
    offend(client)
    await settle()
    expect(client.socket.heard).toEqual(['protocol-violation'])
    expect(client.socket.closed?.[0]).toBe(1008)
    expect(lastOf(host).asked).toContain('cancel')
  })

  it('ignores unknown messages, and those for no run', async () => {
    const client = await greeted()
    client.says({ type: 'news' }, { type: 'cancel' }, { type: 'signal', name: 'SIGINT' }, { type: 'stdin-end' })
    client.says({ type: 'resize', cols: 80, rows: 24 }, { type: 'ack', stdout: 0, stderr: 0 }).types('x')
    await settle()
    expect([client.socket.heard, client.socket.closed]).toEqual([[], null])
  })

  it('keeps messages that arrive together while it checks the token', async () => {
    const client = connect().says(HELLO, START).types('typed')
    client.says(
      { type: 'signal', name: 'SIGINT' },
      { type: 'resize', cols: 0, rows: 0 },
      { type: 'resize', cols: 80, rows: 24 },
      { type: 'stdin-end' },
    )
    expect([client.socket.paused, host.runs.length]).toEqual([true, 0])
    await settle()
    expect(client.socket.paused).toBe(false)
    expect(client.socket.heard).toEqual(['welcome', 'accepted'])
    expect(lastOf(host).asked).toEqual(['stdin typed', 'SIGINT', 'resize 80 24', 'stdin-end'])
  })
})

describe('one run at a time', () => {
  it('refuses a second run, and leaves the first and the connection alone', async () => {
    const client = await started()
    client.says(START)
    await settle()
    expect(client.socket.heard).toEqual(['already-running'])
    expect([host.runs.length, lastOf(host).asked, client.socket.closed]).toEqual([1, [], null])
    client.says({ type: 'cancel' })
    await settle()
    expect(client.socket.heard).toEqual(['exit'])
    client.says(START)
    await settle()
    expect(client.socket.heard).toEqual(['accepted'])
  })

  it('refuses invalid requests and those that can’t be met, and continues', async () => {
    const client = await greeted()
    client.says({ type: 'start', run: { language: 3 } })
    await settle()
    host.refusal = new SandrunError('unknown-language', 'There is none.')
    client.says(START)
    await settle()
    host.refusal = null
    client.says(START)
    await settle()
    expect(client.socket.heard).toEqual(['invalid-request', 'unknown-language', 'accepted'])
    expect(client.socket.closed).toBeNull()
  })

  it('continues after a run that never began', async () => {
    const client = (await greeted()).says(START)
    await settle()
    lastOf(host).refuse(new SandrunError('queue-full', 'Too many wait.'))
    await settle()
    client.says(START)
    await settle()
    expect(client.socket.heard).toEqual(['accepted', 'queue-full', 'accepted'])
  })

  it('drops stdin that comes after its end, and counts the next run’s from zero', async () => {
    const client = await started()
    client.types('abc')
    lastOf(host).end()
    await settle()
    client.types('late', 3).says(START)
    await settle()
    client.types('new')
    expect(lastOf(host).asked).toEqual(['stdin new'])
    expect(client.socket.closed).toBeNull()
  })

  it('accepts an acknowledgement of the previous run', async () => {
    const client = await started(BACK)
    const run = lastOf(host)
    run.says('abc')
    run.end()
    await settle()
    const back = { type: 'attach', runId: run.id, resumeToken: run.resumeToken, stdout: 0, stderr: 0 } as const
    await expect(liveRuns.find(back, principal('ada'))).resolves.toBeDefined()
    client.says({ type: 'ack', stdout: 3, stderr: 0 })
    expect(client.socket.closed).toBeNull()
    await expect(liveRuns.find(back, principal('ada'))).rejects.toThrow('Unknown run')
  })
})

describe('a principal', () => {
  it('is checked again for each run: a token that was revoked in between closes the connection', async () => {
    const client = await greeted({ ...HELLO, token: 'secret' })
    const tokens: unknown[] = []
    identify = async (token) => {
      tokens.push(token)
      throw new SandrunError('unauthorized', 'It was revoked.')
    }
    client.says(START, START)
    await settle()
    expect(tokens).toEqual(['secret'])
    expect([client.socket.heard, client.socket.closed]).toEqual([['unauthorized'], [1008, 'unauthorized']])
    expect(host.runs).toEqual([])
  })

  it('is not needed if the client has left in between: nothing begins', async () => {
    const client = await greeted()
    const known = Promise.withResolvers<Principal>()
    identify = () => known.promise
    client.says(START).types('x')
    client.leaves()
    known.resolve(principal('ada'))
    await settle()
    expect([host.runs, client.socket.heard]).toEqual([[], []])
  })
})

describe('a client that leaves', () => {
  it('right after its run has begun takes it along, unless it may reconnect', async () => {
    const client = (await greeted()).says(START)
    await settle()
    client.leaves()
    expect(lastOf(host).asked).toEqual(['cancel'])
    const back = (await greeted(BACK)).says(START)
    await settle()
    back.leaves()
    expect(lastOf(host).asked).toEqual([])
  })

  it('gets no more messages, and blocks no run', async () => {
    const client = await started()
    client.leaves()
    lastOf(host).says('abc')
    expect([client.socket.text, client.socket.heard]).toEqual(['', []])
    expect(lastOf(host).asked).toEqual(['cancel', 'consumed 3'])
  })
})

describe('backpressure', () => {
  it('limits the program to what the socket has taken', async () => {
    const client = await started()
    const run = lastOf(host)
    run.says('abc')
    run.says('de')
    expect([client.socket.text, run.asked]).toEqual(['abcde', []])
    client.socket.take()
    expect(run.asked).toEqual(['consumed 3', 'consumed 2'])
  })

  it('lets signals through', async () => {
    const client = await started()
    lastOf(host).says('x'.repeat(1000))
    client.says({ type: 'signal', name: 'SIGINT' })
    expect(lastOf(host).asked).toEqual(['SIGINT'])
  })
})

describe('attaching', () => {
  const attachTo = (seen = 0): object => {
    const { id: runId, resumeToken } = lastOf(host)
    return { type: 'attach', runId, resumeToken, stdout: seen, stderr: 0 }
  }

  it('is reported to the previous follower, who may start another run', async () => {
    const first = await started(BACK)
    const second = (await greeted(BACK)).says(attachTo())
    await settle()
    expect(first.socket.heard).toEqual(['taken-over'])
    expect(second.socket.heard).toEqual(['attached', 'stdin-ack', 'started', 'phase'])
    second.types('typed')
    expect(lastOf(host).asked).toEqual(['stdin typed'])
    first.says(START)
    await settle()
    expect(first.socket.heard).toEqual(['accepted'])
    first.leaves()
  })

  it('to an ended run leaves the connection free for the next', async () => {
    const first = await started(BACK)
    const attach = attachTo()
    first.leaves()
    lastOf(host).end()
    await settle()
    const second = (await greeted(BACK)).says(attach)
    await settle()
    expect(second.socket.heard).toEqual(['attached', 'stdin-ack', 'started', 'phase', 'exit'])
    second.says(START)
    await settle()
    expect(second.socket.heard).toEqual(['accepted'])
  })

  it('is refused without "resume", in mid-run and at an unknown position; the connection stays open', async () => {
    const first = await started(BACK)
    const attach = attachTo()
    const plain = (await greeted()).says(attach)
    const ahead = (await greeted(BACK)).says(attachTo(9))
    first.says(attach)
    await settle()
    expect(plain.socket.heard).toEqual(['protocol-violation'])
    expect(ahead.socket.heard).toEqual(['protocol-violation'])
    expect(first.socket.heard).toEqual(['already-running'])
    expect([plain, ahead, first].map(({ socket }) => socket.closed)).toEqual([null, null, null])
    ahead.says(attach)
    await settle()
    expect(ahead.socket.heard).toEqual(['attached', 'stdin-ack', 'started', 'phase'])
  })
})
