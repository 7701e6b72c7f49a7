import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { encodeFrame } from '../frame.ts'
import { ACK_EVERY_BYTES, STDIN_WINDOW_BYTES } from '../protocol/version.ts'
import { FakeTransport, resumable, result, welcome } from './fake-transport.ts'
import { RunClient } from './run-client.ts'

async function connected(): Promise<{ transport: FakeTransport; client: RunClient }> {
  const transport = new FakeTransport()
  const connecting = RunClient.connect(() => transport, { client: 'test/1', token: 'secret' })
  transport.say(welcome)
  return { transport, client: await connecting }
}

/** Lets settled promises take effect. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('connecting', () => {
  it('says hello with its token and receives its welcome', async () => {
    const { transport, client } = await connected()
    expect(transport.messages('hello')).toEqual([
      { type: 'hello', protocol: 1, client: 'test/1', token: 'secret', resume: true },
    ])
    expect(client.welcome).toMatchObject({ server: 'fake/1' })
  })

  it("fails with the service's answer", async () => {
    const transport = new FakeTransport()
    const connecting = RunClient.connect(() => transport, { client: 'test/1' })
    transport.say({ type: 'error', code: 'unauthorized', message: 'no', retryable: false })
    await expect(connecting).rejects.toMatchObject({ code: 'unauthorized', message: 'no' })
  })

  it('fails if the service does not answer, and if it is aborted', async () => {
    const silent = new FakeTransport()
    const connecting = RunClient.connect(() => silent, { client: 'test/1' })
    silent.close()
    await expect(connecting).rejects.toMatchObject({ code: 'unreachable' })
    const abort = new AbortController()
    const aborted = RunClient.connect(() => new FakeTransport(), { client: 'test/1', signal: abort.signal })
    abort.abort(new Error('no time'))
    await expect(aborted).rejects.toThrow('no time')
  })
})

describe('a silent connection', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
  afterEach(() => void vi.useRealTimers())

  async function beating(): Promise<{ transports: FakeTransport[]; client: RunClient }> {
    const transports: FakeTransport[] = []
    const open = (): FakeTransport => {
      const transport = new FakeTransport()
      transports.push(transport)
      queueMicrotask(() => transport.say({ ...welcome, heartbeatMs: 5000 }))
      return transport
    }
    return { transports, client: await RunClient.connect(open, { client: 'test/1' }) }
  }

  it('is lost after three missing heartbeats, and the run is found again', async () => {
    const { transports, client } = await beating()
    const states: string[] = []
    client.run({ language: 'c' }, { connection: (state) => states.push(state) })
    transports[0]?.say({ type: 'accepted', runId: '1', resumeToken: 't' })
    vi.advanceTimersByTime(14_999)
    transports[0]?.say({ type: 'heartbeat' })
    vi.advanceTimersByTime(10_000)
    expect(states).toEqual([])
    vi.advanceTimersByTime(5000)
    expect([states, transports[0]?.closes]).toEqual([['lost'], 1])
    await settled()
    expect(transports[1]?.messages('attach')).toHaveLength(1)
  })

  it('has ended if nothing runs, and is not lost if no heartbeat was promised', async () => {
    const { client } = await beating()
    vi.advanceTimersByTime(15_000)
    await client.closed
    const silent = await connected()
    vi.advanceTimersByTime(600_000)
    expect(silent.transport.closes).toBe(0)
  })
})

describe('a run', () => {
  it('reports events in order, ignores unknown ones, and ends with the result', async () => {
    const { transport, client } = await connected()
    const seen: string[] = []
    const run = client.run(
      { language: 'c', code: 'x' },
      {
        queued: (position) => seen.push(`queued ${position}`),
        phase: (name) => seen.push(name),
        output: (channel, bytes) => void seen.push(`${channel} ${new TextDecoder().decode(bytes)}`),
      },
    )
    transport.say({ type: 'queued', position: 2 })
    transport.say({ type: 'news' })
    transport.say({ type: 'phase', name: 'run' })
    transport.listener?.message(encodeFrame('stdout', 0, Uint8Array.of(104, 105)))
    transport.say({ type: 'exit', result })
    await expect(run.result).resolves.toEqual(result)
    expect(seen).toEqual(['queued 2', 'run', 'stdout hi'])
  })

  it('allows one at a time, and the next after its end', async () => {
    const { transport, client } = await connected()
    const first = client.run({ language: 'c' })
    expect(() => client.run({ language: 'c' })).toThrow(expect.objectContaining({ code: 'already-running' }))
    transport.say({ type: 'error', code: 'unknown-language', message: 'no', field: 'language', retryable: false })
    await expect(first.result).rejects.toMatchObject({ code: 'unknown-language', field: 'language' })
    expect(() => client.run({ language: 'c' })).not.toThrow()
  })

  it('is lost with its connection', async () => {
    const { transport, client } = await connected()
    const run = client.run({ language: 'c' })
    // Not accepted yet, so the client can't attach to it.
    transport.close()
    await expect(run.result).rejects.toMatchObject({ code: 'connection-lost' })
  })

  it('notices a gap in its output', async () => {
    const { transport, client } = await connected()
    const run = client.run({ language: 'c' })
    transport.listener?.message(encodeFrame('stdout', 5, Uint8Array.of(1)))
    await expect(run.result).rejects.toMatchObject({ code: 'connection-lost' })
  })

  it('acknowledges only what a slow reader has taken, and ends after it', async () => {
    const { transport, client } = await connected()
    const reading = Promise.withResolvers<void>()
    const run = client.run({ language: 'c' }, { output: () => reading.promise })
    let ended = false
    void run.result.then(() => (ended = true))
    transport.listener?.message(encodeFrame('stdout', 0, new Uint8Array(ACK_EVERY_BYTES)))
    transport.listener?.message(encodeFrame('stderr', 0, new Uint8Array(10)))
    transport.say({ type: 'exit', result })
    await settled()
    expect(transport.messages('ack')).toEqual([{ type: 'ack', stdout: ACK_EVERY_BYTES, stderr: 10 }])
    expect(ended).toBe(false)
    reading.resolve()
    await run.result
  })

  it('acknowledges immediately consumed output at once', async () => {
    const { transport, client } = await connected()
    client.run({ language: 'c' }, { output() {} })
    transport.listener?.message(encodeFrame('stdout', 0, new Uint8Array(ACK_EVERY_BYTES - 1)))
    expect(transport.messages('ack')).toEqual([])
    transport.listener?.message(encodeFrame('stderr', 0, new Uint8Array(1)))
    expect(transport.messages('ack')).toEqual([{ type: 'ack', stdout: ACK_EVERY_BYTES - 1, stderr: 1 }])
  })

  it('sends stdin within its window, in order, and its end last', async () => {
    const { transport, client } = await connected()
    const run = client.run({ language: 'c' })
    const written = run.writeStdin(new Uint8Array(STDIN_WINDOW_BYTES + 100))
    run.endStdin()
    await settled()
    expect(transport.stdinBytes()).toBe(STDIN_WINDOW_BYTES)
    expect(transport.messages('stdin-end')).toEqual([])
    transport.say({ type: 'stdin-ack', offset: 50 })
    await settled()
    expect(transport.stdinBytes()).toBe(STDIN_WINDOW_BYTES + 50)
    transport.say({ type: 'stdin-ack', offset: STDIN_WINDOW_BYTES })
    await written
    await settled()
    expect(transport.stdinBytes()).toBe(STDIN_WINDOW_BYTES + 100)
    expect(transport.messages('stdin-end')).toHaveLength(1)
  })

  it('drops stdin after the end of the run', async () => {
    const { transport, client } = await connected()
    const run = client.run({ language: 'c' })
    const written = run.writeStdin(new Uint8Array(STDIN_WINDOW_BYTES * 3))
    transport.say({ type: 'exit', result })
    await expect(written).resolves.toBeUndefined()
  })
})

describe('a lost connection', () => {
  it('is restored: the client says what it has seen, and repeats what was not received', async () => {
    const { transports, client } = await resumable()
    const [first] = transports
    const states: string[] = []
    const text: string[] = []
    const run = client.run(
      { language: 'c' },
      {
        connection: (state) => states.push(state),
        output: (_channel, bytes) => void text.push(new TextDecoder().decode(bytes)),
      },
    )
    first?.say({ type: 'accepted', runId: 'r', resumeToken: 't' })
    first?.listener?.message(encodeFrame('stdout', 0, Uint8Array.of(97, 98)))
    await run.writeStdin(Uint8Array.of(1, 2, 3))
    first?.close()
    run.signal('SIGINT')
    const second = transports[1]
    second?.say(welcome)
    await settled()
    expect(second?.messages('attach')).toEqual([{ type: 'attach', runId: 'r', resumeToken: 't', stdout: 2, stderr: 0 }])
    expect(second?.messages('signal')).toHaveLength(1)
    second?.say({ type: 'attached', state: 'running', stdinOffset: 1 })
    expect(second?.stdinBytes()).toBe(2)
    second?.listener?.message(encodeFrame('stdout', 2, Uint8Array.of(99)))
    second?.say({ type: 'exit', result })
    await expect(run.result).resolves.toEqual(result)
    expect({ states, text: text.join('') }).toEqual({ states: ['lost', 'resumed'], text: 'abc' })
  })

  it('keeps later input behind input that was not received', async () => {
    const { transports, client } = await resumable()
    const run = client.run({ language: 'c' })
    transports[0]?.say({ type: 'accepted', runId: 'r', resumeToken: 't' })
    await run.writeStdin(Uint8Array.of(1))
    transports[0]?.close()
    const second = transports[1]
    second?.say(welcome)
    await settled()
    await run.writeStdin(Uint8Array.of(2))
    run.endStdin()
    await settled()
    expect(second?.sent.slice(1).map((message) => typeof message)).toEqual(['string'])
    second?.say({ type: 'attached', state: 'running', stdinOffset: 0 })
    const sent = second?.sent.slice(2).map((one) => (typeof one === 'string' ? one : [...one.subarray(5)]))
    expect(sent).toEqual([[1], [2], JSON.stringify({ type: 'stdin-end' })])
  })

  it('fails when the service has forgotten the run', async () => {
    const { transports, client } = await resumable()
    const run = client.run({ language: 'c' })
    transports[0]?.say({ type: 'accepted', runId: 'r', resumeToken: 't' })
    transports[0]?.close()
    transports[1]?.say(welcome)
    await settled()
    transports[1]?.say({ type: 'error', code: 'not-found', message: 'gone', retryable: false })
    await expect(run.result).rejects.toMatchObject({
      code: 'connection-lost',
      message: expect.stringContaining('does not know the run'),
    })
  })

  it('is not restored once the client has closed: the run is cancelled', async () => {
    const { transports, client } = await resumable()
    client.run({ language: 'c' })
    transports[0]?.say({ type: 'accepted', runId: 'r', resumeToken: 't' })
    client.close()
    await client.closed
    expect(transports).toHaveLength(1)
    expect(transports[0]?.messages('cancel')).toHaveLength(1)
  })
})
