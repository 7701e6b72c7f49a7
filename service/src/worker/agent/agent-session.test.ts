import { STDIN_WINDOW_BYTES } from '@sandrun/shared'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import type { AttachedContainer } from '../../ports/sandbox-engine.ts'
import { shapeOf, startPool, type TestPool } from '../../../test/support/process-pool.ts'
import { until } from '../../../test/support/until.ts'
import { type AgentListener, AgentSession } from './agent-session.ts'
import { encodeHostFrame } from './frames.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** The interval of pings in milliseconds, and how many may stay unanswered. */
const PING = 5000
const MOST_UNANSWERED = 4

/** A session with a real agent. */
async function liveSession(): Promise<{ test: TestPool; agent: AgentSession; lost: () => string | null }> {
  const test = await startPool(['sh'])
  onTestFinished(() => test[Symbol.asyncDispose]())
  const { sandbox } = await test.pool.take(shapeOf('sh'))
  onTestFinished(() => test.pool.release(sandbox))
  let lost: string | null = null
  void sandbox.agent.lost.then((reason) => (lost = reason))
  return { test, agent: sandbox.agent, lost: () => lost }
}

/** A container whose output a test controls. */
class FakeContainer implements AttachedContainer {
  readonly id = 'fake'
  readonly sent: Buffer[] = []
  say: (bytes: Uint8Array) => void = () => {}
  complain: (text: string) => void = () => {}
  end: () => void = () => {}

  write(bytes: Uint8Array): boolean {
    this.sent.push(Buffer.from(bytes))
    return true
  }
  async drained(): Promise<void> {}
  onOutput(listener: (bytes: Uint8Array) => void, onLog: (text: string) => void): void {
    this.say = listener
    this.complain = onLog
  }
  onEnd(listener: () => void): void {
    this.end = listener
  }
  async update(): Promise<void> {}
  async destroy(): Promise<void> {}

  /** STDIN_ACK for this many bytes. */
  acknowledge(bytes: number): void {
    const frame = Buffer.from('870000000400000000', 'hex')
    frame.writeUInt32BE(bytes, 5)
    this.say(frame)
  }
  /** What was sent since the last call. */
  take(): Buffer {
    return Buffer.concat(this.sent.splice(0))
  }
}

const stdin = (bytes: Uint8Array): Buffer => Buffer.from(encodeHostFrame({ type: 'stdin', bytes }))
const STDIN_END = Buffer.from(encodeHostFrame({ type: 'stdin-end' }))

it('loses an agent that falls silent, and reports it once', async () => {
  const { test, agent, lost } = await liveSession()
  const reasons: string[] = []
  agent.listen({ lost: (reason) => reasons.push(reason) } as Partial<AgentListener> as AgentListener)
  test.engine.started[0]?.freeze()
  await vi.advanceTimersByTimeAsync(MOST_UNANSWERED * PING)
  expect(agent.alive).toBe(true)
  await vi.advanceTimersByTimeAsync(PING)
  expect([agent.alive, lost()]).toEqual([false, 'its agent stopped answering'])
  await vi.advanceTimersByTimeAsync(10 * PING)
  expect(reasons).toEqual(['its agent stopped answering'])
})

it('keeps an agent when the clock was put forward, or the machine slept', async () => {
  const { agent, lost } = await liveSession()
  vi.setSystemTime(Date.now() + 3_600_000)
  await vi.advanceTimersByTimeAsync(PING)
  expect([agent.alive, lost()]).toEqual([true, null])
})

it('is not ready if its container ends before its first message, and reports its stderr', async () => {
  const container = new FakeContainer()
  const session = new AgentSession(container)
  container.complain('init: /work: ')
  container.complain('No such file or directory\n')
  container.end()
  await expect(session.ready).rejects.toMatchObject({
    code: 'sandbox-failed',
    message: 'The sandbox did not start: init: /work: No such file or directory.',
  })
  expect(session.alive).toBe(false)
})

it('loses an agent that sends an unknown message', async () => {
  const container = new FakeContainer()
  const session = new AgentSession(container)
  container.say(Buffer.from('0100000000', 'hex'))
  await expect(session.lost).resolves.toContain('unknown type 1')
  container.take()
  session.send({ type: 'ping', token: 1 })
  expect(container.take()).toHaveLength(0)
})

it('tells a late listener that the agent is lost', async () => {
  const container = new FakeContainer()
  const session = new AgentSession(container)
  container.end()
  const lost = vi.fn<(reason: string) => void>()
  session.listen({ lost } as Partial<AgentListener> as AgentListener)
  expect(lost).toHaveBeenCalledWith('its container ended')
})

it('sends no more stdin than the agent has room for, and its end last', () => {
  const container = new FakeContainer()
  using session = closing(new AgentSession(container))
  const bytes = Buffer.alloc(STDIN_WINDOW_BYTES + 3, 'x')
  session.writeStdin(bytes)
  session.writeStdin(Buffer.from('rest'))
  session.endStdin()
  expect(container.take()).toEqual(stdin(bytes.subarray(3)))
  container.acknowledge(2)
  expect(container.take()).toEqual(stdin(Buffer.from('xx')))
  container.acknowledge(1)
  expect(container.take()).toEqual(stdin(Buffer.from('x')))
  container.acknowledge(STDIN_WINDOW_BYTES)
  expect(container.take()).toEqual(Buffer.concat([stdin(Buffer.from('rest')), STDIN_END]))
})

it('drops stdin that an ended program has not received, so that the next program’s begins at zero', () => {
  const container = new FakeContainer()
  using session = closing(new AgentSession(container))
  session.writeStdin(Buffer.alloc(STDIN_WINDOW_BYTES + 3))
  session.endStdin()
  container.take()
  session.dropStdin()
  expect(container.take()).toEqual(STDIN_END)
  container.acknowledge(STDIN_WINDOW_BYTES)
  session.writeStdin(Buffer.from('next'))
  expect(container.take()).toEqual(stdin(Buffer.from('next')))
})

it('counts the bytes that the agent may still send', () => {
  const container = new FakeContainer()
  using session = closing(new AgentSession(container))
  session.send({ type: 'grant', bytes: 10 }, { type: 'grant', bytes: 5 })
  container.say(Buffer.from('8300000003616263', 'hex'))
  container.say(Buffer.from('840000000178', 'hex'))
  expect(session.credit).toBe(11)
})

it('receives nothing after it is closed', async () => {
  const { agent, test } = await liveSession()
  const heard = vi.fn<() => void>()
  agent.listen({ exited: heard, lost: heard } as Partial<AgentListener> as AgentListener)
  agent.close()
  await test.engine.started[0]?.destroy()
  await until('it is gone', () => !agent.alive)
  expect(heard).not.toHaveBeenCalled()
})

function closing(session: AgentSession): AgentSession & Disposable {
  return Object.assign(session, { [Symbol.dispose]: () => session.close() })
}
