import { once } from 'node:events'
import { RunListSchema, RunRecordSchema } from '@sandrun/shared'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { ask, TWO_OF_48_MB } from './support/adapter-calls.ts'
import { post, startService, type TestService } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

const python = (content: string) => ({ language: 'python', version: '*', files: [{ content }] })
const execute = async (body: object): Promise<unknown> => (await ask(service, 'POST', '/api/v2/execute', body)).body

/** A connection that has sent its init. */
async function init(body: object): Promise<WebSocket> {
  const socket = new WebSocket(new URL('/api/v2/connect', service.url.href.replace('http', 'ws')))
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'init', ...body }))
  return socket
}

async function newestRun(): Promise<string> {
  const { runs } = RunListSchema.parse((await ask(service, 'GET', '/v1/runs?limit=1')).body)
  return runs[0]?.id ?? ''
}

it('starts the first text file, under the name that the language needs', async () => {
  const files = [
    { name: 'data', content: 'AA==', encoding: 'base64' },
    { name: 'no-extension', content: 'import other; print(__file__.split("/")[-1])' },
    { name: 'other.py', content: 'print("other")' },
  ]
  expect(await execute({ ...python(''), files })).toMatchObject({ run: { stdout: 'other\nmain.py\n' } })
})

it('takes 0 and -1 as its default, never as no limit, and refuses too little memory', async () => {
  const unset = { run_timeout: 0, run_cpu_time: -1, run_memory_limit: -1, compile_timeout: 0, compile_memory_limit: -1 }
  expect(await execute({ ...python('x = bytearray(2**30)'), ...unset })).toMatchObject({
    run: { status: 'SG', message: expect.stringContaining('256 MB') },
  })
  expect(await execute({ ...python('1'), run_memory_limit: 2 ** 20 })).toEqual({
    message: 'run_memory_limit must be at least 16777216, or -1 for the default',
  })
})

it('counts the memory of the whole sandbox, and names the limit', async () => {
  expect(await execute({ ...python(TWO_OF_48_MB), run_memory_limit: 64 * 2 ** 20 })).toMatchObject({
    run: { status: 'SG', message: expect.stringContaining('64 MB') },
  })
})

it('lets a program continue that writes too much, and keeps the beginning and the end', async () => {
  const code = 'print("first")\nfor i in range(60000): print("x" * 99)\nprint("last")'
  expect(await execute(python(code))).toMatchObject({
    run: { code: 0, stdout: expect.stringMatching(/^first\n[^]*\[… \d+ bytes left out …\][^]*last\n$/) },
  })
})

it('keeps characters whole that come in two pieces, and replaces what is not UTF-8', async () => {
  const code = String.raw`import os, time; os.write(1, b"\xc3"); time.sleep(0.05); os.write(1, b"\xa9\xff")`
  expect(await execute(python(code))).toMatchObject({ run: { stdout: 'é\ufffd', output: 'é\ufffd' } })
})

it('ends the program of a connection that closes', async () => {
  const socket = await init(python('print("here", flush=True); input()'))
  await once(socket, 'message')
  const id = await newestRun()
  socket.close()
  await expect
    .poll(async () => (await ask(service, 'GET', `/v1/runs/${id}`)).body)
    .toMatchObject({ state: 'ended', verdict: 'cancelled' })
})

it('makes a program wait for a slow reader', async () => {
  const socket = await init(python('while True: print("x" * 99)'))
  await once(socket, 'message')
  socket.pause()
  const id = await newestRun()
  const written = async (): Promise<number> => {
    const { timeline } = RunRecordSchema.parse((await ask(service, 'GET', `/v1/runs/${id}`)).body)
    return timeline.at(-1)?.offset ?? 0
  }
  // It fills the buffers before its reader, and then waits while another program runs.
  const nap = { language: 'bash', code: 'sleep 0.2' }
  await expect
    .poll(async () => {
      const before = await written()
      await post(service, nap)
      return (await written()) - before
    })
    .toBe(0)
  socket.terminate()
})

it('closes with 4002 when 8 MiB of input are unread', async () => {
  const socket = await init(python('import time; print("up", flush=True); time.sleep(600)'))
  await once(socket, 'message')
  const closed = once(socket, 'close')
  for (let times = 0; times < 9; times++) {
    socket.send(JSON.stringify({ type: 'data', stream: 'stdin', data: 'x'.repeat(2 ** 20) }))
  }
  expect((await closed)[0]).toBe(4002)
})

it('does not count the time in which a program waits for its user', async () => {
  const socket = await init({ ...python('print(input("? "))'), run_timeout: 5000 })
  const messages: unknown[] = []
  socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString())))
  const closed = once(socket, 'close')
  await expect.poll(() => messages).toContainEqual({ type: 'data', stream: 'stdout', data: '? ' })
  // Longer than the limit.
  await post(service, { language: 'bash', code: 'sleep 6' })
  socket.send(JSON.stringify({ type: 'data', stream: 'stdin', data: 'late\n' }))
  await closed
  expect(messages).toContainEqual({ type: 'exit', stage: 'run', code: 0, signal: null })
})
