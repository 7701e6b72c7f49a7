import { createHash } from 'node:crypto'
import { WebSocket } from 'ws'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect, post, startService, type TestService, watch } from './support/service.ts'

/** Copies stdin to stdout as it comes, without buffering. */
const CAT = 'import os\nwhile chunk := os.read(0, 65536):\n    while chunk: chunk = chunk[os.write(1, chunk):]'

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

it('carries all 256 values, NUL and invalid UTF-8 both ways', async () => {
  using client = await connect(service)
  const run = watch(client, { language: 'python', code: CAT })
  const bytes = Uint8Array.from({ length: 1024 }, (_value, index) => (index * 7) % 256)
  await run.active.writeStdin(bytes)
  run.active.endStdin()
  await run.result
  expect(run.bytes('stdout')).toEqual(Buffer.from(bytes))
})

it('returns binary output as base64', async () => {
  const { run, warnings } = await post(service, { language: 'python', code: CAT, stdin: { base64: '/wABgMOo' } })
  expect(run?.stdout).toEqual({ base64: '/wABgMOo' })
  expect(warnings).toEqual([expect.stringContaining('stdout is not UTF-8')])
})

it('keeps a character that spans the edge of every chunk', async () => {
  using client = await connect(service)
  const run = watch(client, { language: 'python', code: CAT })
  const text = 'a🦀é語'.repeat(50)
  for (const byte of Buffer.from(text)) await run.active.writeStdin(Uint8Array.of(byte))
  run.active.endStdin()
  await run.result
  expect(run.bytes('stdout').toString()).toBe(text)
})

it('carries a line of 10 MB without a line end, both ways', async () => {
  using client = await connect(service)
  const run = watch(client, { language: 'python', code: CAT, limits: { outputKb: 16 } })
  const line = new Uint8Array(10 * 2 ** 20).map((_value, index) => 97 + (index % 26))
  await run.active.writeStdin(line)
  run.active.endStdin()
  await run.result
  expect(run.bytes('stdout')).toHaveLength(line.length)
  expect(sha256(run.bytes('stdout'))).toBe(sha256(line))
})

it('lets a program end before it has read a large stdin', async () => {
  using client = await connect(service)
  const run = watch(client, { language: 'python', code: 'print("enough")' })
  await run.active.writeStdin(new Uint8Array(5 * 2 ** 20))
  run.active.endStdin()
  await expect(run.result).resolves.toMatchObject({ verdict: 'ok', run: { stdout: 'enough\n' } })
  const next = watch(client, { language: 'python', code: 'print(input())' })
  next.send('still here\n')
  await next.sees('still here')
})

it('keeps stdout and stderr apart', async () => {
  using client = await connect(service)
  const code = 'import os\nfor i in range(1000):\n    os.write(1, b"out%d\\n" % i)\n    os.write(2, b"err%d\\n" % i)'
  const run = watch(client, { language: 'python', code })
  await run.result
  for (const [channel, word] of [
    ['stdout', 'out'],
    ['stderr', 'err'],
  ] as const) {
    expect(run.bytes(channel).toString()).toBe(Array.from({ length: 1000 }, (_value, i) => `${word}${i}\n`).join(''))
  }
})

it('blocks the program while the client does not acknowledge, and signals still arrive', async () => {
  using client = await connect(service)
  const reading = Promise.withResolvers<void>()
  const code =
    'import os, signal, sys\nsignal.signal(signal.SIGINT, lambda *_: os._exit(9))\nwhile True: os.write(1, b"x" * 4096)'
  let received = 0
  const run = watch(
    client,
    { language: 'python', code },
    {
      output: (_channel, bytes) => {
        received += bytes.length
        return reading.promise
      },
    },
  )
  await expect.poll(() => received).toBeGreaterThan(0)
  run.active.signal('SIGINT')
  // The rest is read only now: the exit follows the last byte.
  reading.resolve()
  await expect(run.result).resolves.toMatchObject({ run: { exitCode: 9 } })
  expect(received).toBeLessThan(1_000_000)
})

it('blocks the program at the pace of the socket of a client that does not acknowledge', async () => {
  const socket = new WebSocket(new URL('/v1/connect', service.url).href.replace('http', 'ws'))
  const ended = Promise.withResolvers<string>()
  let received = 0
  socket.on('message', (data: Buffer, isBinary) => {
    if (isBinary) received += data.length - 5
    else if (data.includes('"exit"') || data.includes('"error"')) ended.resolve(data.toString())
  })
  await new Promise((resolve) => socket.once('open', resolve))
  socket.send(JSON.stringify({ type: 'hello', protocol: 1, client: 'raw' }))
  const code = 'import os\nfor _ in range(5000): os.write(1, b"x" * 4096)'
  socket.send(JSON.stringify({ type: 'start', run: { language: 'python', code } }))
  await expect.poll(() => received).toBeGreaterThan(0)
  socket.pause()
  socket.resume()
  expect(JSON.parse(await ended.promise)).toMatchObject({ type: 'exit', result: { verdict: 'ok' } })
  expect(received).toBe(5000 * 4096)
  socket.close()
})
