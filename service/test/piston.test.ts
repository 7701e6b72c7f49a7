import { once } from 'node:events'
import { PistonClient as WebSocketPistonClient } from 'piston-api'
import { PistonClient } from 'piston-api-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { startService, type TestService } from './support/service.ts'

let service: TestService
let server: string

beforeAll(async () => {
  service = await startService()
  server = service.url.origin
})
afterAll(() => service[Symbol.asyncDispose]())

/** `POST /api/v2/execute` and its answer. */
async function execute(request: object, path = '/api/v2/execute'): Promise<{ status: number; body: unknown }> {
  const response = await fetch(new URL(path, service.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
  })
  return { status: response.status, body: await response.json() }
}

const python = (content: string) => ({ language: 'python', version: '*', files: [{ content }] })

describe('piston-api-client, unchanged', () => {
  it('lists the runtimes', async () => {
    const answer = await new PistonClient({ server }).runtimes()
    expect(answer).toMatchObject({ success: true })
    expect(answer.success && answer.data.find(({ language }) => language === 'python')).toMatchObject({
      version: expect.stringMatching(/^3\./),
      aliases: expect.arrayContaining(['py']),
    })
  })

  it('runs a program with arguments and stdin', async () => {
    const answer = await new PistonClient({ server }).execute({
      ...python('import sys\nprint(sys.argv[1:], input())'),
      args: ['1', '2'],
      stdin: 'typed',
      run_timeout: 3000,
      compile_memory_limit: -1,
      run_memory_limit: -1,
    })
    expect(answer).toMatchObject({
      success: true,
      data: {
        language: 'python',
        run: { stdout: "['1', '2'] typed\n", output: "['1', '2'] typed\n", code: 0, signal: null },
      },
    })
  })

  it('adds a line end to stdin, like Piston', async () => {
    const echo = { language: 'bash', version: '*', files: [{ name: 'main.sh', content: 'od -An -c' }] }
    for (const [stdin, shown] of [
      ['typed', /t {3}y {3}p {3}e {3}d {2}\\n\n$/],
      ['typed\n', /d {2}\\n\n$/],
      ['', /^ {2}\\n\n$/],
    ] as const) {
      const answer = await new PistonClient({ server }).execute({ ...echo, stdin })
      expect(answer).toMatchObject({ success: true, data: { run: { stdout: expect.stringMatching(shown) } } })
    }
  })

  it('compiles, and returns the output of each stage', async () => {
    const answer = await new PistonClient({ server }).execute({
      language: 'c++',
      version: '*',
      files: [{ name: 'main.cpp', content: '#include <cstdio>\n#warning look\nint main() { puts("hi"); }' }],
    })
    expect(answer).toMatchObject({
      success: true,
      data: { language: 'cpp', compile: { stderr: expect.stringContaining('look'), code: 0 }, run: { stdout: 'hi\n' } },
    })
  })
})

describe('piston-api, unchanged', () => {
  it('types into a program over the WebSocket', async () => {
    const client = new WebSocketPistonClient({ baseUrl: server })
    client.on('sessionCompleted', () => {})
    const completed = once(client, 'sessionCompleted')
    const session = await client.runInteractive('print("Hello", input("name? "))', 'python')
    await client.sendInput(session, 'Ada\n')
    expect(await completed).toEqual([session, 0])
    expect(client.getSession(session)?.output).toBe('name? Hello Ada\n')
  })

  it('interrupts a program with signals', async () => {
    const client = new WebSocketPistonClient({ baseUrl: server })
    const completed = once(client, 'sessionCompleted')
    const ready = once(client, 'sessionOutput')
    const session = await client.runInteractive(
      'import signal, sys\nsignal.signal(2, lambda *_: sys.exit(7))\nprint("ready", flush=True)\nsignal.pause()',
      'python',
    )
    await ready
    await client.interruptSession(session)
    expect(await completed).toEqual([session, 7])
  })

  it('understands how a program ended', async () => {
    const result = await new WebSocketPistonClient({ baseUrl: server }).run({
      language: 'python',
      version: '*',
      code: 'exit(3)',
    })
    expect(result.run).toMatchObject({ code: 3, status: 'RE', message: 'Exited with error status 3' })
  })
})

describe('execute', () => {
  it("also answers at the public service's address", async () => {
    const { body } = await execute(python('print(1)'), '/api/v2/piston/execute')
    expect(body).toMatchObject({ run: { stdout: '1\n' } })
  })

  it('puts both channels into output, in order', async () => {
    const { body } = await execute(
      python('import os,time\nfor i in range(4):\n  os.write(1 + i % 2, str(i).encode())\n  time.sleep(0.05)'),
    )
    expect(body).toMatchObject({ run: { stdout: '02', stderr: '13', output: '0123' } })
  })

  it.each([
    [
      'a signal',
      'import os\nos.abort()',
      {},
      { signal: 'SIGABRT', code: null, status: 'SG', message: 'Caught fatal signal 6' },
    ],
    [
      'its time',
      'while True: pass',
      { run_cpu_time: 100 },
      { signal: 'SIGKILL', code: null, status: 'TO', message: 'Time limit exceeded' },
    ],
    [
      'the clock',
      'import time\ntime.sleep(60)',
      { run_timeout: 100 },
      { signal: 'SIGKILL', code: null, status: 'TO', message: 'Time limit exceeded (wall clock)' },
    ],
    [
      'its memory',
      'x = bytearray(2**30)',
      { run_memory_limit: 64 * 2 ** 20 },
      { signal: 'SIGKILL', code: null, status: 'SG' },
    ],
    [
      'the number of files',
      'for i in range(9999): open(f"{i}", "w")',
      {},
      { code: 1, status: 'RE', message: expect.stringMatching(/for making more files than allowed \(\d+ in \/work/) },
    ],
    [
      'its disk',
      'a = open("a", "wb")\nwhile True: a.write(bytes(2**20))',
      {},
      {
        code: 1,
        status: 'RE',
        message: expect.stringMatching(/for (making a file larger|writing more) than .*\d+ MB/),
      },
    ],
    [
      'its processes',
      'import os, time\nwhile True:\n    if os.fork() == 0: time.sleep(60)',
      {},
      { code: 1, status: 'RE', message: expect.stringMatching(/for needing more than \d+ processes or threads/) },
    ],
  ])('says that a program was ended by %s', async (_cause, code, limits, ending) => {
    const { body } = await execute({ ...python(code), ...limits })
    expect(body).toMatchObject({ run: ending })
  })

  it('reports a compile error in compile, with an empty run', async () => {
    const { body } = await execute({ language: 'c', version: '*', files: [{ content: 'int main( {' }] })
    expect(body).toMatchObject({
      compile: { code: 1, status: 'RE', stderr: expect.stringContaining('error') },
      run: { stdout: '', output: '', code: null, signal: null, status: null },
    })
  })

  it('takes hex and base64 files as data', async () => {
    const { body } = await execute({
      ...python('print(open("a","rb").read(), open("d/b","rb").read())'),
      files: [
        { name: 'a', content: '00ff', encoding: 'hex' },
        { name: 'd/b', content: 'AP8=', encoding: 'base64' },
        { content: 'print(open("a","rb").read(), open("d/b","rb").read())' },
      ],
    })
    expect(body).toMatchObject({ run: { stdout: "b'\\x00\\xff' b'\\x00\\xff'\n" } })
  })

  it.each([
    [{ version: '*', files: [] }, 'language is required as a string'],
    [{ language: 'python', files: [] }, 'version is required as a string'],
    [{ language: 'python', version: '*' }, 'files is required as an array'],
    [{ language: 'python', version: '*', files: [{}] }, 'files[0].content is required as a string'],
    [{ language: 'python', version: '*', files: [] }, 'files must include at least one utf8 encoded file'],
    [{ language: 'nope', version: '1.0', files: [] }, 'nope-1.0 runtime is unknown'],
    [{ ...python('1'), version: '^2.0.0' }, 'python-^2.0.0 runtime is unknown'],
    [{ ...python('1'), run_timeout: '5' }, 'If specified, run_timeout must be a number'],
    [
      { ...python('1'), run_timeout: 1e12 },
      expect.stringMatching(/^run_timeout cannot exceed the configured limit of \d+$/),
    ],
    [
      { ...python('1'), run_memory_limit: 1e15 },
      expect.stringMatching(/^run_memory_limit cannot exceed the configured limit of \d+$/),
    ],
  ])('refuses %j with 400 and a message', async (request, message) => {
    const { status, body } = await execute(request)
    expect(status).toBe(400)
    expect(body).toEqual({ message })
  })

  it('takes a SemVer range as version', async () => {
    const { body } = await execute({ ...python('print(1)'), version: '>=3.0.0 <4' })
    expect(body).toMatchObject({ run: { code: 0 } })
  })

  it('lists packages, and refuses to install one', async () => {
    const packages: unknown = await (await fetch(new URL('/api/v2/packages', service.url))).json()
    expect(packages).toContainEqual({ language: 'python', language_version: expect.any(String), installed: true })
    const { status, body } = await execute({ language: 'python', version: '*' }, '/api/v2/packages')
    expect({ status, body }).toMatchObject({ status: 404, body: { message: expect.stringContaining('operator') } })
  })

  it('refuses other content types than application/json, so that no page can send them', async () => {
    const response = await fetch(new URL('/api/v2/execute', service.url), { method: 'POST', body: '{}' })
    expect(response.status).toBe(415)
  })
})

describe('connect', () => {
  it.each([
    ['4001 if no init comes', [], 4001],
    ['4003 for data before init', [{ type: 'data', stream: 'stdin', data: 'x' }], 4003],
    ['4003 for a signal before init', [{ type: 'signal', signal: 'SIGINT' }], 4003],
    [
      '4000 for a second init',
      [
        { type: 'init', ...python('input()') },
        { type: 'init', ...python('1') },
      ],
      4000,
    ],
    [
      '4004 for data to stdout',
      [
        { type: 'init', ...python('input()') },
        { type: 'data', stream: 'stdout', data: 'x' },
      ],
      4004,
    ],
    [
      '4005 for an unknown signal',
      [
        { type: 'init', ...python('input()') },
        { type: 'signal', signal: 'SIGNOPE' },
      ],
      4005,
    ],
    ['4002 after an error message', [{ type: 'init', ...python('1'), version: '1.0.0' }], 4002],
    ['4999 at the end of the job', [{ type: 'init', ...python('1') }], 4999],
  ])('closes with %s', async (_name, messages, code) => {
    const socket = new WebSocket(new URL('/api/v2/connect', service.url.href.replace('http', 'ws')))
    const closed = once(socket, 'close')
    await once(socket, 'open')
    for (const message of messages) socket.send(JSON.stringify(message))
    expect((await closed)[0]).toBe(code)
  })

  it('reports runtime, stages, data and exits in order', async () => {
    const socket = new WebSocket(new URL('/api/v2/connect', service.url.href.replace('http', 'ws')))
    const messages: unknown[] = []
    socket.on('message', (data: Buffer) => messages.push(JSON.parse(data.toString())))
    const closed = once(socket, 'close')
    await once(socket, 'open')
    const files = [{ content: '#include <stdio.h>\nint main(void) { puts("é"); return 5; }' }]
    socket.send(JSON.stringify({ type: 'init', language: 'c', version: '*', files }))
    await closed
    expect(messages).toEqual([
      { type: 'runtime', language: 'c', version: expect.any(String) },
      { type: 'stage', stage: 'compile' },
      { type: 'exit', stage: 'compile', code: 0, signal: null },
      { type: 'stage', stage: 'run' },
      { type: 'data', stream: 'stdout', data: 'é\n' },
      { type: 'exit', stage: 'run', code: 5, signal: null },
    ])
  })
})
