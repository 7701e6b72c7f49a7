import { RESUME_GRACE_MS, STDIN_WINDOW_BYTES } from '@sandrun/shared'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { lastOf, FakeHost, type FakeRun } from '../../../test/support/fake-host.ts'
import { FakeSink } from '../../../test/support/fake-sink.ts'
import { submitTo } from '../../../test/support/fake-submit.ts'
import { principal } from '../../../test/support/principal.ts'
import { OUTPUT_CREDIT_BYTES } from '../../run-log/output-credit.ts'
import type { LiveRun } from '../../ports/live-run.ts'
import type { Submit } from '../../gateway/submit.ts'
import { LiveRuns } from './live-runs.ts'

const ada = principal('ada')
const NOTHING = { stdout: 0, stderr: 0 }

let host: FakeHost
let liveRuns: LiveRuns
let runs: Submit
let sink: FakeSink

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  host = new FakeHost()
  liveRuns = new LiveRuns()
  ;({ runs } = submitTo(host))
  sink = new FakeSink()
})
afterEach(() => {
  vi.useRealTimers()
})

async function start(resumable: boolean): Promise<{ live: LiveRun; run: FakeRun }> {
  const submitted = await runs.start({ language: 'sh', code: 'true' }, { principal: ada, live: true })
  const live = liveRuns.follow({ ...submitted, owner: ada.id, resumable })
  live.open(sink)
  return { live, run: lastOf(host) }
}

const find = ({ id, resumeToken }: FakeRun, by = ada): Promise<LiveRun> =>
  liveRuns.find({ type: 'attach', runId: id, resumeToken, ...NOTHING }, by)

/** Lets settled promises take effect. */
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)

describe('credit', () => {
  it('of a client that can’t reconnect follows its socket', async () => {
    const { run } = await start(false)
    await run.begin()
    run.says('abc')
    expect(run.asked).toEqual([])
    sink.take()
    expect(run.asked).toEqual(['consumed 3'])
  })

  it('of a client that can reconnect follows its acknowledgements, and each byte counts once', async () => {
    const { live, run } = await start(true)
    await run.begin()
    run.says('abcde')
    sink.take()
    expect(run.asked).toEqual([])
    expect(live.acknowledge({ stdout: 3, stderr: 0 })).toBe(true)
    expect(live.acknowledge({ stdout: 3, stderr: 0 })).toBe(true)
    expect(live.acknowledge({ stdout: 1, stderr: 0 })).toBe(true)
    expect(live.acknowledge({ stdout: 5, stderr: 0 })).toBe(true)
    expect(run.asked).toEqual(['consumed 3', 'consumed 2'])
  })

  it('is not granted for bytes that were never sent', async () => {
    const { live, run } = await start(true)
    await run.begin()
    run.says('abc')
    expect(live.acknowledge({ stdout: 4, stderr: 0 })).toBe(false)
    expect(live.acknowledge({ stdout: 0, stderr: 1 })).toBe(false)
    expect(run.asked).toEqual([])
  })

  it('includes what a client has seen when it reconnects', async () => {
    const { run } = await start(true)
    await run.begin()
    run.says('abcde')
    const found = await find(run)
    found.attach(new FakeSink(), { stdout: 4, stderr: 0 })
    expect(run.asked).toEqual(['consumed 4'])
  })
})

describe('reconnecting', () => {
  it('sends what the client has not seen, reports the run’s state, and continues live', async () => {
    const { live, run } = await start(true)
    await run.begin()
    run.says('abcde')
    live.receiveStdin(0, Buffer.from('in'))
    run.log.tookStdin(1)
    live.detach(sink)
    run.says('fgh')
    const next = new FakeSink()
    const found = await find(run)
    found.attach(next, { stdout: 3, stderr: 0 })
    expect(next.messages).toMatchObject([
      { type: 'attached', state: 'running', stdinOffset: 2 },
      { type: 'stdin-ack', offset: 1 },
      { type: 'started' },
      { type: 'phase' },
    ])
    run.says('i')
    expect(next.text).toBe('3:de 5:fgh 8:i')
    expect(sink.text).toBe('0:abcde')
  })

  it('takes the run over from its previous follower, which gets no more messages and can’t release it', async () => {
    const { live, run } = await start(true)
    await run.begin()
    const next = new FakeSink()
    live.attach(next, NOTHING)
    expect(sink.notices).toEqual(['taken over'])
    run.says('abc')
    expect([sink.text, next.text]).toEqual(['', '0:abc'])
    live.detach(sink)
    await vi.advanceTimersByTimeAsync(2 * RESUME_GRACE_MS)
    expect(run.isCancelled).toBe(false)
  })

  it('at an unknown position changes nothing', async () => {
    const { live, run } = await start(true)
    await run.begin()
    expect(() => live.attach(new FakeSink(), { stdout: 9, stderr: 0 })).toThrow('never sent')
    expect(sink.notices).toEqual([])
    run.says('abc')
    expect(sink.text).toBe('0:abc')
  })

  it('reports bytes that are no longer stored', async () => {
    const { live, run } = await start(true)
    await run.begin()
    for (let piece = 0; piece < 8; piece++) run.says('x'.repeat(OUTPUT_CREDIT_BYTES / 4))
    live.acknowledge({ stdout: OUTPUT_CREDIT_BYTES, stderr: 0 })
    live.detach(sink)
    const next = new FakeSink()
    const found = await find(run)
    found.attach(next, NOTHING)
    expect(next.messages.find(({ type }) => type === 'gap')).toMatchObject({ channel: 'stdout', from: 0 })
  })
})

describe('a lost connection', () => {
  it('ends the run of a client that can’t reconnect', async () => {
    const { live, run } = await start(false)
    live.detach(sink)
    expect(run.asked).toEqual(['cancel'])
  })

  it('leaves the run of a client that can reconnect some time, and then ends it', async () => {
    const { live, run } = await start(true)
    await run.begin()
    live.detach(sink)
    await vi.advanceTimersByTimeAsync(RESUME_GRACE_MS - 1)
    expect(run.isCancelled).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(run.isCancelled).toBe(true)
  })

  it('leaves it all of that time again each time', async () => {
    const { live, run } = await start(true)
    await run.begin()
    let current = sink
    for (let time = 0; time < 3; time++) {
      live.detach(current)
      await vi.advanceTimersByTimeAsync(RESUME_GRACE_MS - 1)
      current = new FakeSink()
      live.attach(current, NOTHING)
    }
    await vi.advanceTimersByTimeAsync(2 * RESUME_GRACE_MS)
    expect(run.isCancelled).toBe(false)
  })

  it('does not affect a run that has ended', async () => {
    const { live, run } = await start(true)
    run.end()
    await settle()
    live.detach(sink)
    await vi.advanceTimersByTimeAsync(2 * RESUME_GRACE_MS)
    expect(run.isCancelled).toBe(false)
  })

  it('releases a run that has ended: its program may be large', async () => {
    const { live, run } = await start(true)
    await run.begin()
    run.end()
    await settle()
    live.cancel()
    live.signal('SIGINT')
    expect(run.asked).toEqual([])
    await expect(find(run)).resolves.toBe(live)
  })

  it('does not affect a run that ends in the meantime, which can be found', async () => {
    const { live, run } = await start(true)
    await run.begin()
    live.detach(sink)
    run.end()
    await settle()
    await vi.advanceTimersByTimeAsync(2 * RESUME_GRACE_MS)
    expect(run.isCancelled).toBe(false)
    const next = new FakeSink()
    const found = await find(run)
    found.attach(next, NOTHING)
    expect(next.types).toEqual(['attached', 'stdin-ack', 'started', 'phase', 'exit'])
    expect(next.notices).toEqual(['ended'])
  })
})

describe('an ended run', () => {
  it('is forgotten when all of it is acknowledged, and not before', async () => {
    const { live, run } = await start(true)
    await run.begin()
    run.says('abc')
    run.end()
    await settle()
    live.acknowledge({ stdout: 2, stderr: 0 })
    expect((await find(run)).id).toBe(run.id)
    live.acknowledge({ stdout: 3, stderr: 0 })
    await expect(find(run)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('that was refused is reported, and can be asked for again', async () => {
    const { run } = await start(true)
    run.refuse(new Error('Docker refused.'))
    await settle()
    expect(sink.types).toEqual(['accepted', 'error'])
    expect(sink.notices).toEqual(['ended'])
    const next = new FakeSink()
    const found = await find(run)
    found.attach(next, NOTHING)
    expect(next.types).toEqual(['attached', 'stdin-ack', 'error'])
  })
})

describe('stdin', () => {
  it('has no gap, and never exceeds the window', async () => {
    const { live, run } = await start(true)
    live.receiveStdin(0, Buffer.from('ab'))
    expect(() => live.receiveStdin(1, Buffer.from('b'))).toThrow('Bytes of stdin are missing')
    live.receiveStdin(2, Buffer.alloc(STDIN_WINDOW_BYTES - 2))
    expect(() => live.receiveStdin(STDIN_WINDOW_BYTES, Buffer.from('x'))).toThrow('window')
    expect(run.asked[0]).toBe('stdin ab')
  })

  it('is acknowledged as the program takes it, once for each step', async () => {
    const { live, run } = await start(true)
    live.receiveStdin(0, Buffer.from('abc'))
    run.log.tookStdin(2)
    run.says('x')
    run.log.tookStdin(1)
    expect(sink.messages.filter(({ type }) => type === 'stdin-ack')).toEqual([
      { type: 'stdin-ack', offset: 2 },
      { type: 'stdin-ack', offset: 3 },
    ])
  })

  it('is reported as waited for, once for each change, and to a client that reconnects', async () => {
    const { live, run } = await start(true)
    await run.begin()
    for (const is of [true, true, false, true]) run.log.noteWaiting(is)
    const waitingOf = (of: FakeSink): unknown[] => of.messages.filter(({ type }) => type === 'waiting')
    expect(waitingOf(sink)).toEqual([true, false, true].map((waiting) => ({ type: 'waiting', waiting })))
    live.detach(sink)
    const next = new FakeSink()
    ;(await find(run)).attach(next, { stdout: 0, stderr: 0 })
    expect(waitingOf(next)).toEqual([{ type: 'waiting', waiting: true }])
  })

  it('ends once, however often a client that reconnects says so', async () => {
    const { live, run } = await start(true)
    live.endStdin()
    live.endStdin()
    expect(run.asked).toEqual(['stdin-end'])
  })
})

describe('the queue', () => {
  it('is reported live, and to a client that reconnects only while the run waits', async () => {
    const { live, run } = await start(true)
    run.log.append({ type: 'queued', position: 2 })
    const second = new FakeSink()
    live.attach(second, NOTHING)
    expect(second.types).toEqual(['attached', 'stdin-ack', 'queued'])
    await run.begin()
    const third = new FakeSink()
    live.attach(third, NOTHING)
    expect(third.types).toEqual(['attached', 'stdin-ack', 'started', 'phase'])
  })
})
