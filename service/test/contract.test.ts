import { availableParallelism } from 'node:os'
import type { RunRequest } from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { connect, post, startService, type TestService, watch } from './support/service.ts'

let service: TestService

beforeAll(async () => {
  service = await startService()
})
afterAll(() => service[Symbol.asyncDispose]())

const python = (code: string, rest: Partial<RunRequest> = {}): RunRequest => ({ language: 'python', code, ...rest })

describe('a limit', () => {
  it('on CPU time counts the whole sandbox, not one process', async () => {
    const code = [
      'import os, sys, time',
      'for _ in range(8):',
      '    if os.fork() == 0:',
      '        while time.process_time() < 0.2: pass',
      '        os._exit(0)',
      'for _ in range(8): os.wait()',
    ].join('\n')
    const result = await post(service, python(code, { limits: { cpuMs: 800 } }))
    expect(result).toMatchObject({ verdict: 'cpu-limit', message: expect.stringMatching(/limit 0\.8 s/) })
    expect(result.run?.cpuMs).toBeGreaterThanOrEqual(800)
  })

  it('on wall time does not count the time a person thinks, and counts the time a program sleeps', async () => {
    using client = await connect(service)
    const patient = watch(client, python('input("?"); print("!")', { limits: { wallMs: 3000 } }))
    await patient.sees('?')
    // The silence is longer than the program may run: this tests the time itself.
    await new Promise((resolve) => setTimeout(resolve, 6000))
    patient.send('\n')
    await patient.sees('!')
    await expect(patient.result).resolves.toMatchObject({ verdict: 'ok' })
    const sleeper = python('import time; time.sleep(60)', { limits: { wallMs: 300 }, stdin: '' })
    await expect(post(service, sleeper)).resolves.toMatchObject({ verdict: 'wall-limit' })
  })

  it('on idle time ends a program that gets no answer', async () => {
    using client = await connect(service)
    const run = watch(client, python('input("?")', { limits: { idleMs: 1500 } }))
    await run.sees('?')
    await expect(run.result).resolves.toMatchObject({
      verdict: 'idle-limit',
      message: 'Stopped after waiting 1.5 s for input, or for its output to be read.',
      run: { stdout: '?' },
    })
  })

  it('on wall time does not count a busy machine', async () => {
    using client = await connect(service)
    const busy = python('print("up", flush=True)\nwhile True: pass', { limits: { memoryMb: 64, cpuMs: 60_000 } })
    const neighbours = []
    for (let count = 0; count < 4 * availableParallelism(); count++) {
      const connection = await connect(service)
      const run = watch(connection, busy)
      await run.sees('up')
      neighbours.push({ connection, run })
    }
    const code = 'import time\nwhile time.process_time() < 0.6: pass\nprint("done")'
    const crowded = watch(client, python(code, { limits: { wallMs: 1200 } }))
    const result = await crowded.result
    for (const { connection, run } of neighbours) {
      run.active.cancel()
      await run.result
      connection[Symbol.dispose]()
    }
    expect(result).toMatchObject({ verdict: 'ok', run: { stdout: 'done\n' } })
    expect(result.run?.wallMs).toBeGreaterThan(1200)
  })

  it('on compiling is separate, and is reported as that', async () => {
    const c = { language: 'c', code: 'int main(void) { return 0; }\n' }
    const stopped = await post(service, { ...c, compileLimits: { cpuMs: 1 } })
    expect(stopped).toMatchObject({ verdict: 'cpu-limit', message: expect.stringMatching(/^Compiling was stopped/) })
    expect(stopped.run).toBeUndefined()
    await expect(post(service, { ...c, limits: { cpuMs: 500 } })).resolves.toMatchObject({ verdict: 'ok' })
  })

  it.each<[string, string, RunRequest['limits']]>([
    ['a file’s size', 'open("x", "wb").write(bytes(1 << 23))', { fileMb: 1 }],
    ['the disk’s size', 'open("x", "wb").write(bytes(1 << 25))', { fileMb: 64, diskMb: 16 }],
  ])('on %s differs from a crash', async (_what, code, limits) => {
    await expect(post(service, python(code, { limits }))).resolves.toMatchObject({ verdict: 'disk-limit' })
  })

  it.each<[string, RunRequest, string]>([
    [
      'files',
      python('for i in range(100000): open(f"f{i}", "w").close()', { limits: { diskMb: 8 } }),
      'Stopped for making more files than allowed (256 in /work, 256 in /tmp).',
    ],
    ['of a file', { language: 'bash', code: 'truncate -s 1T x' }, 'Stopped for making a file larger than 16 MB.'],
    [
      'of a file that was deleted',
      python('import tempfile\nwith tempfile.TemporaryFile() as file: file.truncate(1 << 40)'),
      'Failed for making a file larger than 16 MB.',
    ],
    [
      'of a disk that was emptied',
      python('import tempfile\nwith tempfile.TemporaryFile() as file: file.write(bytes(1 << 25))', {
        limits: { fileMb: 64, diskMb: 16 },
      }),
      'Failed for writing more than fits into 16 MB (/work has 8, /tmp has 8; /dev/shm adds 8).',
    ],
    [
      'of /dev/shm',
      python('open("/dev/shm/x", "wb").write(bytes(9 << 20))'),
      'Stopped for writing more than fits into 64 MB (/work has 32, /tmp has 32; /dev/shm adds 8).',
    ],
    [
      'of a disk that the compiler fills',
      { language: 'c', code: 'char a[48 << 20] = {1};\nint main(void) { return a[0]; }\n' },
      'Compiling failed for writing more than fits into 64 MB (/work has 32, /tmp has 32; /dev/shm adds 8).',
    ],
    [
      'of a file that the compiler writes',
      {
        language: 'c',
        code: 'char a[1 << 24] = {1};\nint main(void) { return a[0]; }\n',
        compileLimits: { fileMb: 8 },
      },
      'Compiling failed for making a file larger than 8 MB.',
    ],
  ])('%s has its own message', async (_what, request, message) => {
    await expect(post(service, request)).resolves.toMatchObject({ verdict: 'disk-limit', message })
  })

  it('on a compiled file allows more than a run may write', async () => {
    const code = 'char a[20 << 20] = {1};\nint main(void) { return a[0] - 1; }\n'
    await expect(post(service, { language: 'c', code })).resolves.toMatchObject({ verdict: 'ok' })
  })

  it('on open files is an error that the program can handle', async () => {
    const code =
      'files = []\ntry:\n    while True: files.append(open("/dev/null"))\nexcept OSError as e: print(e.errno, len(files))'
    const { run } = await post(service, python(code, { limits: { openFiles: 20 } }))
    expect(run?.stdout).toBe('24 17\n')
  })

  it.each<[string, string, Partial<RunRequest>]>([
    ['cpu-limit', 'while True: pass', { limits: { cpuMs: 300 } }],
    ['wall-limit', 'import time; time.sleep(60)', { limits: { wallMs: 500 } }],
    ['memory-limit', 'x = []\nwhile True: x.append(bytearray(1 << 20))', { limits: { memoryMb: 64 } }],
    ['disk-limit', 'open("x", "wb").write(bytes(1 << 26))', { limits: { diskMb: 16, fileMb: 200 } }],
    ['runtime-error', 'import os; os.abort()', {}],
  ])('keeps the output before it: %s', async (verdict, code, rest) => {
    const result = await post(service, python(`print("before", flush=True)\n${code}`, rest))
    expect(result).toMatchObject({ verdict, run: { stdout: 'before\n' } })
  })
})

describe('a verdict', () => {
  it('distinguishes running out of memory from a SIGKILL by the program', async () => {
    await expect(post(service, python('import os; os.kill(os.getpid(), 9)'))).resolves.toMatchObject({
      verdict: 'runtime-error',
      message: 'Killed by SIGKILL.',
      run: { signal: 'SIGKILL', exitCode: null },
    })
  })

  it('names the cause of a SIGSYS', async () => {
    await expect(post(service, python('import os; os.kill(os.getpid(), 31)'))).resolves.toMatchObject({
      verdict: 'runtime-error',
      message: 'Killed by SIGSYS. 32-bit system calls are not allowed here: build it for 64 bits.',
    })
  })

  it.each([4, 6, 8, 11, 15])('names signal %d', async (number) => {
    const { run, message } = await post(service, python(`import os; os.kill(os.getpid(), ${number})`))
    const name = { 4: 'SIGILL', 6: 'SIGABRT', 8: 'SIGFPE', 11: 'SIGSEGV', 15: 'SIGTERM' }[number]
    expect({ signal: run?.signal, message }).toEqual({ signal: name, message: `Killed by ${name}.` })
  })
})

describe('a compiler', () => {
  /** Makes gcc start its parts through this script. */
  const wrapped = (script: string): RunRequest => ({
    language: 'c',
    files: [
      { path: 'main.c', content: 'int main(void) { return 0; }\n' },
      { path: 'wrapper.sh', content: script },
    ],
    compileArgs: ['-wrapper', 'bash,wrapper.sh'],
  })

  it('that crashes differs from a mistake in the program', async () => {
    await expect(post(service, wrapped('kill -SEGV $$'))).resolves.toMatchObject({
      verdict: 'compile-error',
      message: expect.stringMatching(/^The compiler failed: .*internal compiler error: Segmentation fault/),
    })
    await expect(post(service, wrapped('kill -SEGV $PPID'))).resolves.toMatchObject({
      verdict: 'compile-error',
      message: 'The compiler failed, killed by SIGSEGV.',
    })
  })

  it.each(['-fsyntax-only', '-o other', '-c'])(
    'that leaves no program is reported with the reason: %s',
    async (args) => {
      const code = 'int main(void) { return 0; }\n'
      const request = { language: 'c', code, compileArgs: args.split(' ') }
      await expect(post(service, request)).resolves.toMatchObject({
        verdict: 'compile-error',
        message: `Compiling left no program to start: the compile arguments "${args}" do not put it at ./main.`,
      })
    },
  )
})

describe('a syntax error', () => {
  const broken: RunRequest = { language: 'python', code: 'print(1)\n\nif True\n  pass\n' }
  const syntaxError = { file: 'main.py', line: 3, column: null, message: "SyntaxError: expected ':'" }

  it.each<[string, Partial<RunRequest>]>([
    ['through pipes', {}],
    ['at a terminal', { tty: { cols: 80, rows: 24 } }],
    [
      'of a module',
      {
        files: [
          { path: 'main.py', content: 'import other\n' },
          { path: 'other.py', content: '\n\n(\n' },
        ],
      },
    ],
  ])('is a runtime error with a place: %s', async (what, rest) => {
    const { code, ...others } = broken
    const result = await post(service, { ...others, ...(rest.files === undefined && { code }), ...rest })
    const isModule = what === 'of a module'
    expect(result).toMatchObject({
      verdict: 'runtime-error',
      message: `Exited with code 1: syntax error, ${isModule ? 'other.py, ' : ''}line 3.`,
      syntaxError: isModule ? { file: 'other.py', line: 3 } : syntaxError,
    })
  })

  it('is reported for each case', async () => {
    const result = await post(service, { ...broken, cases: [{ expected: '1' }] })
    expect(result).toMatchObject({ verdict: 'runtime-error', syntaxError, cases: [{ syntaxError }] })
  })

  it("in code that a program loads while it runs is not the program's", async () => {
    const result = await post(service, { language: 'python', code: 'eval("1 +")\n' })
    expect(result).toMatchObject({ verdict: 'runtime-error', message: 'Exited with code 1.' })
    expect(result.syntaxError).toBeUndefined()
  })
})

describe('the end of the main process', () => {
  it('ends the run, even if a child keeps its output open', async () => {
    const result = await post(service, { language: 'bash', code: 'sleep 100 & echo done' })
    expect(result).toMatchObject({ verdict: 'ok', run: { stdout: 'done\n' } })
  })

  it('ends a daemon that left its session too', async () => {
    const code =
      'import os, time\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: time.sleep(100)\n    os._exit(0)\nos.wait(); print("done")'
    await expect(post(service, python(code))).resolves.toMatchObject({ verdict: 'ok', run: { stdout: 'done\n' } })
  })
})

describe('a request', () => {
  it('starts the file with the language’s own name, else the first with its extension, else asks', async () => {
    const data = { path: 'data.csv', content: '1,2\n' }
    const c = { language: 'c', files: [data, { path: 'a.c', content: 'int main(void) { return 7; }\n' }] }
    await expect(post(service, c)).resolves.toMatchObject({ verdict: 'runtime-error', run: { exitCode: 7 } })
    const beside = (path: string): RunRequest => ({ language: 'python', files: [data, { path, content: 'print(42)' }] })
    await expect(post(service, beside('b.py'))).resolves.toMatchObject({ run: { stdout: '42\n' } })
    await expect(post(service, beside('notes.txt'))).rejects.toThrow(
      /400: .*none of the files is a Python program \(\.py.*Name the file to run in \\"entry\\"/,
    )
    const only = { language: 'python', files: [{ path: 'solution', content: 'print(42)' }] }
    await expect(post(service, only)).resolves.toMatchObject({ run: { stdout: '42\n' } })
  })

  it('sets the entry, the arguments, the environment and the compiler’s options', async () => {
    const file = (name: string, content: string): { path: string; content: string } => ({ path: name, content })
    const entry = await post(service, {
      language: 'python',
      files: [
        file('main.py', 'print("main")'),
        file('other.py', 'import os, sys; print(sys.argv[1:], os.environ["X"])'),
      ],
      entry: 'other.py',
      args: ['a b', '*'],
      env: { X: 'ä' },
    })
    expect(entry.run?.stdout).toBe("['a b', '*'] ä\n")
    const code = '#include <stdio.h>\nint main(void) { puts(NAME); }\n'
    const option = await post(service, { language: 'c', code, compileArgs: ['-DNAME="option"'] })
    expect(option.run?.stdout).toBe('option\n')
  })
})
