import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startFlakyProxy } from './support/flaky-proxy.ts'
import { connectRaw, type RawClient } from './support/raw-client.ts'
import { connect, startService, type TestService, watch } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  service = await startService({ SANDRUN_MAX_SANDBOXES: '9' })
})
afterAll(() => service[Symbol.asyncDispose]())

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** Numbers every line of 200 KB on both channels, and repeats its input in between. */
const TALK = `
import sys
for turn in range(4):
    word = sys.stdin.readline().strip()
    for line in range(400):
        print(f"{turn}:{line}:{word}:" + "o" * 100)
        print(f"{turn}:{line}:{word}:" + "e" * 20, file=sys.stderr)
print("end")
`
const WORDS = ['one', 'two', 'three', 'four']

function expected(channel: 'stdout' | 'stderr'): string {
  const lines = WORDS.flatMap((word, turn) =>
    Array.from({ length: 400 }, (_value, line) =>
      channel === 'stdout'
        ? `${turn}:${line}:${word}:${'o'.repeat(100)}\n`
        : `${turn}:${line}:${word}:${'e'.repeat(20)}\n`,
    ),
  )
  return lines.join('') + (channel === 'stdout' ? 'end\n' : '')
}

// The smallest cuts the answer to the start, the largest only the end.
it.each([800, 1200, 2500, 20_000, 66_000, 131_072, 180_000, 200_000])(
  'returns the same bytes when the connection is cut after %i, with stdin neither lost nor doubled',
  async (bytes) => {
    await using proxy = await startFlakyProxy(service.url)
    proxy.cutAfter(bytes)
    using client = await connect(proxy)
    const states: string[] = []
    const run = watch(client, { language: 'python', code: TALK }, { connection: (state) => states.push(state) })
    for (const word of WORDS) run.send(`${word}\n`)
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
    expect(states).toEqual(['lost', 'resumed'])
    for (const channel of ['stdout', 'stderr'] as const) {
      expect(sha256(run.bytes(channel))).toBe(sha256(Buffer.from(expected(channel))))
    }
  },
)

it('notices a silent connection, and reconnects without losing anything', async () => {
  await using proxy = await startFlakyProxy(service.url)
  using client = await connect(proxy)
  const states: string[] = []
  const lost = Promise.withResolvers<void>()
  const run = watch(
    client,
    { language: 'bash', code: 'echo one; read word; echo "two $word"' },
    {
      connection: (state) => {
        states.push(state)
        if (state === 'lost') lost.resolve()
      },
    },
  )
  await run.sees('one\n')
  proxy.hush()
  await lost.promise
  run.send('words\n')
  await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
  expect(states).toEqual(['lost', 'resumed'])
  expect(run.bytes('stdout').toString()).toBe('one\ntwo words\n')
})

it('survives repeated cuts in mid-run', async () => {
  await using proxy = await startFlakyProxy(service.url)
  using client = await connect(proxy)
  const states: string[] = []
  const run = watch(client, { language: 'python', code: TALK }, { connection: (state) => states.push(state) })
  for (const [turn, word] of WORDS.entries()) {
    run.send(`${word}\n`)
    await run.sees(`${turn}:200:${word}`)
    proxy.cut()
  }
  await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
  expect(sha256(run.bytes('stdout'))).toBe(sha256(Buffer.from(expected('stdout'))))
  expect(sha256(run.bytes('stderr'))).toBe(sha256(Buffer.from(expected('stderr'))))
  expect(states.filter((state) => state === 'resumed').length).toBeGreaterThanOrEqual(3)
})

it('keeps a keystroke that was typed without a connection', async () => {
  await using proxy = await startFlakyProxy(service.url)
  using client = await connect(proxy)
  const run = watch(client, {
    language: 'python',
    code: 'print("Hello", input("Name? "))',
    tty: { cols: 80, rows: 24 },
  })
  await run.sees('Name? ')
  proxy.cut()
  run.send('Ada\r')
  await run.sees('Hello Ada')
  await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
})

it('finds a run that is still queued, and one that has ended', async () => {
  await using small = await startService({ SANDRUN_MAX_SANDBOXES: '1' })
  await using proxy = await startFlakyProxy(small.url)
  using other = await connect(small)
  using client = await connect(proxy)
  const running = watch(other, { language: 'bash', code: 'echo ready; read line' })
  await running.sees('ready')
  const places: number[] = []
  const waiting = watch(client, { language: 'bash', code: 'echo mine' }, { queued: (place) => places.push(place) })
  await expect.poll(() => places).toEqual([1])
  proxy.cut()
  await expect.poll(() => places).toEqual([1, 1])
  running.send('\n')
  await expect(waiting.result).resolves.toMatchObject({ verdict: 'ok', run: { stdout: 'mine\n' } })
})

const raw = (): Promise<RawClient> => connectRaw(service.url)

it('lets a second client take over, and informs the first', async () => {
  const first = await raw()
  first.say({ type: 'start', run: { language: 'bash', code: 'echo ready; read line; echo "got $line"' } })
  const { runId, resumeToken } = await first.hears('accepted')
  const second = await raw()
  second.say({ type: 'attach', runId, resumeToken, stdout: 0, stderr: 0 })
  expect(await second.hears('attached')).toMatchObject({ stdinOffset: 0 })
  expect(await first.hears('error')).toMatchObject({ code: 'taken-over' })
  second.say({ type: 'stdin-end' })
  expect(await second.hears('exit')).toMatchObject({ result: { verdict: 'ok', run: { stdout: 'ready\ngot \n' } } })
  first.socket.close()
  second.socket.close()
})

it('keeps unacknowledged output of an ended run, and returns it to its token only', async () => {
  const first = await raw()
  first.say({ type: 'start', run: { language: 'bash', code: 'echo kept' } })
  const { runId, resumeToken } = await first.hears('accepted')
  await first.hears('exit')
  first.socket.terminate()
  const second = await raw()
  second.say({ type: 'attach', runId, resumeToken: 'guess', stdout: 0, stderr: 0 })
  expect(await second.hears('error')).toMatchObject({ code: 'not-found' })
  const frame = once(second.socket, 'message')
  second.say({ type: 'attach', runId, resumeToken, stdout: 2, stderr: 0 })
  await frame
  expect(await second.hears('attached')).toMatchObject({ state: 'ended' })
  expect(await second.hears('exit')).toMatchObject({ result: { verdict: 'ok' } })
  second.say({ type: 'ack', stdout: 5, stderr: 0 })
  second.say({ type: 'attach', runId, resumeToken, stdout: 0, stderr: 0 })
  expect(await second.hears('error')).toMatchObject({ code: 'not-found' })
  second.socket.close()
})

it('cancels the run of a client that does not reconnect, and at once if it can not', async () => {
  const client = await raw()
  client.say({ type: 'start', run: { language: 'bash', code: 'echo ready; while :; do sleep 0.05; done' } })
  const { runId } = await client.hears('accepted')
  client.say({ type: 'cancel' })
  expect(await client.hears('exit')).toMatchObject({ result: { id: runId, verdict: 'cancelled' } })
  client.socket.close()
})
