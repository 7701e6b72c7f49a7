import { toLossyText } from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, post, startService, type TestService, watch } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

describe('POST /v1/runs', () => {
  it('runs a program and returns its output, code and usage', async () => {
    const result = await post(service, {
      language: 'python',
      code: 'import sys\nprint("out", sys.argv[1], input())\nprint("err", file=sys.stderr)\nsys.exit(3)',
      args: ['arg with blanks'],
      stdin: 'from stdin\n',
    })
    expect(result).toMatchObject({
      language: 'python',
      verdict: 'runtime-error',
      message: 'Exited with code 3.',
      run: { stdout: 'out arg with blanks from stdin\n', stderr: 'err\n', exitCode: 3, signal: null },
    })
    expect(result.version).toMatch(/^3\.13\./)
    expect(result.run?.wallMs).toBeGreaterThan(0)
    expect(result.run?.cpuMs).toBeGreaterThan(0)
    expect(result.run?.memoryKb).toBeGreaterThan(1000)
  })

  it('compiles and runs in two phases with separate times', async () => {
    const result = await post(service, { language: 'c', code: '#include <stdio.h>\nint main(void) { puts("hi"); }\n' })
    expect(result).toMatchObject({ verdict: 'ok', compile: { exitCode: 0 }, run: { stdout: 'hi\n', exitCode: 0 } })
    expect(result.compile?.wallMs).toBeGreaterThan(result.run?.wallMs ?? Infinity)
  })

  it('says where a program does not compile', async () => {
    const result = await post(service, { language: 'c', code: 'int main(void) { return x; }\n' })
    expect(result.verdict).toBe('compile-error')
    expect(result.run).toBeUndefined()
    expect(result.compile?.stderr).toContain('main.c:1:25: error: ‘x’ undeclared')
  })

  it('shows a compiler the terminal, but none of the typed input', async () => {
    using client = await connect(service)
    const tty = { cols: 60, rows: 20 }
    const code = '#include <stdio.h>\nint main(void) { int unused; printf("%c", getchar()); return 0; }\n'
    const run = watch(client, { language: 'c', code, tty, cache: false })
    run.send('x\n')
    const result = await run.result
    expect(result).toMatchObject({ verdict: 'ok', compile: { stderr: '' }, run: { stdout: 'x\r\nx' } })
    const shown = toLossyText(result.compile?.stdout ?? '')
    // gcc's usual colours, and each line begins at the left.
    expect(shown).toContain('\x1b[')
    expect(shown).toMatch(/unused/)
    expect(shown.replaceAll('\r\n', '')).not.toContain('\n')
    expect(run.bytes('stdout').toString()).toBe(`${shown}x\r\nx`)
  })

  it.each([
    ['python', 'input("Name? ")\nimport time\ntime.sleep(60)'],
    ['javascript', 'process.stdin.once("data", () => { process.stdin.pause(); setTimeout(() => {}, 60_000) })'],
    ['bash', 'read -r name; sleep 60'],
  ])('tells its client when a %s program waits for input, at a terminal and from a pipe', async (language, code) => {
    for (const tty of [false, { cols: 80, rows: 24 }] as const) {
      using client = await connect(service)
      const said: boolean[] = []
      const run = watch(client, { language, code, tty }, { waiting: (is) => said.push(is) })
      await expect.poll(() => said).toEqual([true])
      run.send('Ada\n')
      await expect.poll(() => said).toEqual([true, false])
      run.active.cancel()
      await run.result
    }
  })

  it('names the signal that killed a program', async () => {
    const result = await post(service, { language: 'c', code: 'int main(void) { return *(volatile int *)0; }\n' })
    expect(result).toMatchObject({ verdict: 'runtime-error', run: { exitCode: null, signal: 'SIGSEGV' } })
  })

  it('waits for a program that is silent for longer than an idle connection may be', async () => {
    const idleMs = service.app.server.timeout
    service.app.server.setTimeout(200)
    try {
      await expect(post(service, { language: 'bash', code: 'sleep 1' })).resolves.toMatchObject({ verdict: 'ok' })
    } finally {
      service.app.server.setTimeout(idleMs)
    }
  })

  it('stops an endless loop at its CPU limit', async () => {
    const result = await post(service, { language: 'python', code: 'while True: pass', limits: { cpuMs: 300 } })
    expect(result.verdict).toBe('cpu-limit')
    expect(result.message).toMatch(/^Stopped after using 0\.\d+ s of CPU time \(limit 0\.3 s\)\.$/)
  })

  it('distinguishes running out of memory from a crash, and keeps the output so far', async () => {
    const code = 'print("before", flush=True)\nx = []\nwhile True: x.append(bytearray(1 << 20))'
    const result = await post(service, { language: 'python', code, limits: { memoryMb: 64 } })
    expect(result).toMatchObject({ verdict: 'memory-limit', run: { stdout: 'before\n' } })
    expect(result.message).toContain('64 MB')
  })

  it('accepts files in folders, binary content and executable bits', async () => {
    const result = await post(service, {
      language: 'bash',
      entry: 'main.sh',
      files: [
        { path: 'main.sh', content: 'lib/tool.sh; od -An -tx1 data/raw.bin' },
        { path: 'lib/tool.sh', content: '#!/bin/sh\necho tool', executable: true },
        { path: 'data/raw.bin', content: 'AP+A', encoding: 'base64' },
      ],
    })
    expect(result).toMatchObject({ verdict: 'ok', run: { stdout: 'tool\n 00 ff 80\n' } })
  })

  it('keeps the beginning and the end of a long output', async () => {
    const code = 'print("first")\nprint("x" * 200_000)\nprint("last")'
    const result = await post(service, { language: 'python', code, limits: { outputKb: 4 } })
    expect(result.verdict).toBe('ok')
    expect(result.run?.truncated.stdout).toBeGreaterThan(190_000)
    expect(result.run?.stdout).toMatch(/^first\n.*bytes left out.*last\n$/s)
  })

  it('stops at the output limit on request', async () => {
    const code = 'while True: print("x" * 1000)'
    const result = await post(service, { language: 'python', code, limits: { outputKb: 4 }, onOutputLimit: 'stop' })
    expect(result.verdict).toBe('output-limit')
  })

  it('logs that a run ended, without its source or output', async () => {
    await post(service, { language: 'python', code: 'print("se" + "cret-7431")' })
    const log = service.log.join('')
    expect(log).toContain('run ended')
    expect(log).not.toMatch(/cret-7431/)
  })
})

describe('/v1/connect', () => {
  it('shows a prompt, takes the answer, and ends', async () => {
    using client = await connect(service)
    const run = watch(client, {
      language: 'python',
      code: 'print("Hello", input("Name? "))',
      tty: { cols: 80, rows: 24 },
    })
    await run.sees('Name? ')
    run.send('Ada\r')
    await run.sees('Hello Ada')
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
  })

  it('serves many runs in turn on one connection', async () => {
    using client = await connect(service)
    for (const word of ['one', 'two', 'three']) {
      const run = watch(client, { language: 'bash', code: `echo ${word}` })
      await expect(run.result).resolves.toMatchObject({ verdict: 'ok', run: { stdout: `${word}\n` } })
    }
  })

  it('ends stdin: of a pipe, and on a terminal as ^D', async () => {
    using client = await connect(service)
    for (const tty of [false, { cols: 80, rows: 24 }] as const) {
      const run = watch(client, { language: 'bash', code: 'wc -c; echo done', tty })
      run.send('12345\n')
      run.active.endStdin()
      await run.sees('6')
      await run.sees('done')
      await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
    }
  })

  it('interrupts: by ^C on a terminal, by a signal on pipes', async () => {
    using client = await connect(service)
    const code = 'trap "echo caught; exit 7" INT; echo ready; while :; do sleep 0.05; done'
    const terminal = watch(client, { language: 'bash', code, tty: { cols: 80, rows: 24 } })
    await terminal.sees('ready')
    terminal.send('\u0003')
    await terminal.sees('caught')
    await expect(terminal.result).resolves.toMatchObject({ run: { exitCode: 7 } })

    const pipes = watch(client, { language: 'bash', code })
    await pipes.sees('ready')
    pipes.active.signal('SIGINT')
    await pipes.sees('caught')
    await expect(pipes.result).resolves.toMatchObject({ run: { exitCode: 7 } })
  })

  it("reports the terminal's size to the program, and every change", async () => {
    using client = await connect(service)
    const code = 'stty size; trap "stty size; exit" WINCH; echo ready; while :; do sleep 0.05; done'
    const run = watch(client, { language: 'bash', code, tty: { cols: 91, rows: 17 } })
    await run.sees('17 91')
    await run.sees('ready')
    run.active.resize({ cols: 120, rows: 40 })
    await run.sees('40 120')
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
  })

  it('cancels, also a program that ignores SIGTERM', async () => {
    using client = await connect(service)
    const run = watch(client, { language: 'bash', code: 'trap "" TERM INT; echo ready; while :; do sleep 0.05; done' })
    await run.sees('ready')
    run.active.cancel()
    await expect(run.result).resolves.toMatchObject({ verdict: 'cancelled', run: { stdout: 'ready\n' } })
  })

  it('reports phases, version and warm start in order', async () => {
    using client = await connect(service)
    const seen: string[] = []
    const run = watch(
      client,
      { language: 'c', code: 'int main(void) { return 0; }\n' },
      {
        accepted: () => seen.push('accepted'),
        started: ({ language, version }) => seen.push(`started ${language} ${version.split('.')[0]}`),
        phase: (name) => seen.push(name),
      },
    )
    await run.result
    expect(seen).toEqual(['accepted', 'started c 14', 'compile', 'run'])
  })

  it('cancels the run of a client that leaves', async () => {
    const client = await connect(service)
    const run = watch(client, { language: 'bash', code: 'echo ready; while :; do sleep 0.05; done' })
    await run.sees('ready')
    client.close()
    await expect(run.result).rejects.toMatchObject({ code: 'connection-lost' })
    await expect.poll(() => service.log.join('')).toContain('"verdict":"cancelled"')
  })
})
