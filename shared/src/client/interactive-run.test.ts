import { expect, it } from 'vitest'
import { encodeFrame } from '../frame.ts'
import type { RunProgress } from '../run-progress.ts'
import { type FakeTransport, resumable, result, welcome } from './fake-transport.ts'
import { InteractiveRun } from './interactive-run.ts'
import type { RunClient } from './run-client.ts'

/** A run and its connection, with every state so far. */
async function begun(): Promise<{
  run: InteractiveRun
  client: RunClient
  transports: FakeTransport[]
  states: RunProgress[]
}> {
  const { transports, client } = await resumable()
  const states: RunProgress[] = []
  const run: InteractiveRun = new InteractiveRun(() => states.push(run.state))
  return { run, client, transports, states }
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

it('goes from the click to its end, and reports each step', async () => {
  const { run, client, transports, states } = await begun()
  expect(run.state).toEqual({ name: 'connecting' })
  const heard: string[] = []
  const executed = run.execute(
    client,
    { language: 'c' },
    {
      started: ({ version }) => heard.push(`${version} while ${run.state.name}`),
      case: (index) => heard.push(`case ${index}`),
      output: (channel) => void heard.push(channel),
    },
  )
  const [transport] = transports
  transport?.say({ type: 'queued', position: 2 })
  transport?.say({ type: 'started', language: 'c', version: '14', warm: true })
  transport?.say({ type: 'phase', name: 'compile' })
  transport?.say({ type: 'phase', name: 'run' })
  for (const waiting of [true, true, false]) transport?.say({ type: 'waiting', waiting })
  transport?.listener?.message(encodeFrame('stdout', 0, Uint8Array.of(1)))
  transport?.say({ type: 'exit', result })
  await executed
  expect(states).toEqual([
    { name: 'starting' },
    { name: 'queued', position: 2 },
    { name: 'starting' },
    { name: 'compiling' },
    { name: 'running', waiting: false },
    { name: 'running', waiting: true },
    { name: 'running', waiting: false },
    { name: 'ended', result },
  ])
  // An observer of a state already knows everything that came with it.
  expect(heard).toEqual(['14 while queued', 'stdout'])
})

it('waits for input after it reconnects only if the service says so', async () => {
  const { run, client, transports, states } = await begun()
  const executed = run.execute(client, { language: 'c' }, {})
  transports[0]?.say({ type: 'accepted', runId: 'r', resumeToken: 't' })
  transports[0]?.say({ type: 'phase', name: 'run' })
  transports[0]?.say({ type: 'waiting', waiting: true })
  transports[0]?.close()
  transports[1]?.say(welcome)
  await settled()
  transports[1]?.say({ type: 'attached', state: 'running', stdinOffset: 0 })
  expect(run.state).toEqual({ name: 'running', waiting: false })
  transports[1]?.say({ type: 'waiting', waiting: true })
  expect(run.state).toEqual({ name: 'running', waiting: true })
  transports[1]?.say({ type: 'exit', result })
  await executed
  expect(states.map(({ name }) => name)).toContain('reconnecting')
})

it('has the same state as before the connection was lost, once it reconnects', async () => {
  const { run, client, transports, states } = await begun()
  const executed = run.execute(client, { language: 'c' }, {})
  transports[0]?.say({ type: 'accepted', runId: 'r', resumeToken: 't' })
  transports[0]?.say({ type: 'phase', name: 'run' })
  transports[0]?.close()
  transports[1]?.say(welcome)
  await settled()
  transports[1]?.say({ type: 'attached', state: 'running', stdinOffset: 0 })
  transports[1]?.say({ type: 'exit', result })
  await executed
  expect(states.map(({ name }) => name)).toEqual(['starting', 'running', 'reconnecting', 'running', 'ended'])
})

it('keeps typed input, and the size, until the program can take them', async () => {
  const { run, client, transports } = await begun()
  run.writeStdin('abc')
  run.resize({ cols: 100, rows: 30 })
  void run.execute(client, { language: 'c' }, {})
  await settled()
  expect(transports[0]?.messages('resize')).toEqual([{ type: 'resize', cols: 100, rows: 30 }])
  expect(transports[0]?.stdinBytes()).toBe(3)
})

it('is dropped if it is cancelled before the service knows of it, and never begins', async () => {
  const { run, client, transports, states } = await begun()
  run.cancel()
  expect(run.signal.aborted).toBe(true)
  await run.execute(client, { language: 'c' }, {})
  expect(transports[0]?.messages('start')).toEqual([])
  expect(states).toEqual([{ name: 'dropped' }])
})

it('asks the service to end it, and does not wait for that the second time', async () => {
  const { run, client, transports, states } = await begun()
  const executed = run.execute(client, { language: 'c' }, {}).catch((error: unknown) => run.fail(error))
  run.cancel()
  expect(transports[0]?.messages('cancel')).toHaveLength(1)
  expect(run.over).toBe(false)
  run.cancel()
  await executed
  expect(states.at(-1)).toEqual({ name: 'dropped' })
})

it('fails when the service refuses it, and keeps that state', async () => {
  const { run, client, transports, states } = await begun()
  const executed = run.execute(client, { language: 'c' }, {})
  transports[0]?.say({ type: 'error', code: 'queue-full', message: 'full', retryable: true })
  await expect(executed).rejects.toMatchObject({ code: 'queue-full' })
  run.fail(new Error('odd'))
  run.fail(new Error('again'))
  run.cancel()
  expect(states).toMatchObject([{ name: 'starting' }, { name: 'failed', error: { code: 'internal' } }])
})

it('handles ^C itself until the program has started', async () => {
  const { run, client, transports } = await begun()
  void run.execute(client, { language: 'c' }, {}).catch((error: unknown) => run.fail(error))
  await settled()
  transports[0]?.say({ type: 'phase', name: 'compile' })
  run.type('\x03')
  expect(transports[0]?.messages('cancel')).toHaveLength(1)
  expect(transports[0]?.stdinBytes()).toBe(0)
})

it('sends ^C to the program, and ends a run that did not react to an earlier ^C', async () => {
  const { run, client, transports } = await begun()
  void run.execute(client, { language: 'c' }, {}).catch((error: unknown) => run.fail(error))
  await settled()
  const [transport] = transports
  transport?.say({ type: 'phase', name: 'run' })
  run.type('\x03')
  await settled()
  expect(transport?.stdinBytes()).toBe(1)
  // The program took it, so the next ^C is a first one again.
  transport?.say({ type: 'stdin-ack', offset: 1 })
  run.type('\x03')
  await settled()
  expect(transport?.messages('cancel')).toEqual([])
  run.type('\x03')
  expect(transport?.messages('cancel')).toHaveLength(1)
  expect(transport?.stdinBytes()).toBe(2)
})
