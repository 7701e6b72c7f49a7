import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { RunListSchema } from '@sandrun/shared'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAIN, makeWorkspace, type Outcome, sandrun as command, type Workspace } from './support/cli.ts'
import { startService, type TestService } from './support/service.ts'

let service: TestService
let workspace: Workspace

beforeAll(async () => {
  service = await startService()
  workspace = await makeWorkspace()
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await workspace[Symbol.asyncDispose]()
})

const sandrun = (args: readonly string[], stdin: string | Uint8Array = '', env = {}): Promise<Outcome> =>
  command(args, { stdin, cwd: workspace.path, env: { SANDRUN_URL: service.url.href, ...env } })

describe('sandrun run', () => {
  it('behaves like the program: its input, output, arguments and exit code', async () => {
    const path = await workspace.write(
      'echo.py',
      'import sys\nprint(sys.argv[1:], sys.stdin.read())\nprint("e", file=sys.stderr)\nsys.exit(7)',
    )
    expect(await sandrun(['run', path, '--', '--flag', 'a b', '--'], 'piped in')).toEqual({
      code: 7,
      stdout: "['--flag', 'a b', '--'] piped in\n",
      stderr: 'e\n',
    })
  })

  it('runs code from the command line and from standard input', async () => {
    expect(await sandrun(['run', '-l', 'py', '-e', 'print(input())'], 'typed\n')).toMatchObject({ stdout: 'typed\n' })
    const shebang = '#!/usr/bin/env bash\necho "$#"; cat'
    expect(await sandrun(['run', '-', '--', 'a'], shebang)).toEqual({ code: 0, stdout: '1\n', stderr: '' })
  })

  it('takes several files and folders, each at its place, and starts the first', async () => {
    await workspace.write('project/start.py', 'import lib.names\nprint(lib.names.NAME, open("data/x.txt").read())')
    await workspace.write('project/lib/names.py', 'NAME = "Ada"')
    await workspace.write('project/data/x.txt', 'x')
    await workspace.write('project/data/.hidden/y.txt', 'y')
    const parts = ['start.py', 'lib', 'data/x.txt'].map((name) => `project/${name}`)
    expect(await sandrun(['run', ...parts])).toEqual({ code: 0, stdout: 'Ada x\n', stderr: '' })
    await workspace.write('project/main.py', 'import os\nprint(sorted(f for _, _, fs in os.walk(".") for f in fs))')
    const { stdout } = await sandrun(['run', 'project'])
    expect(stdout).toBe("['main.py', 'names.py', 'start.py', 'x.txt']\n")
  })

  it('gives a file the name that its tools want if its own does not fit', async () => {
    const path = await workspace.write('noext', '#include <stdio.h>\nint main(void) { puts("C"); }\n')
    expect(await sandrun(['run', '--lang', 'c', path])).toMatchObject({ code: 0, stdout: 'C\n' })
  })

  it('says which language has a library that the program misses', async () => {
    const args = ['run', '-l', 'c', '-e', '#include <vector>\nint main(void) { return 0; }']
    const { code, stderr } = await sandrun(args)
    expect(code).not.toBe(0)
    expect(stderr).toMatch(/"vector" is not in this sandbox, but in C\+\+\.\n.*To run it with that language: -l cpp\n$/)
    expect(await sandrun(args.with(2, 'cpp'))).toMatchObject({ code: 0, stderr: '' })
  })

  it('says how to raise a limit', async () => {
    const loop = ['run', '-l', 'python', '-e', 'while True: pass']
    const { stderr } = await sandrun([...loop, '--limit', 'cpu=100ms'])
    expect(stderr).toMatch(/CPU time.*\n.*maximum: --limit cpu=…/)
  })

  it('reads standard input from a file', async () => {
    await workspace.write('input.txt', 'from a file\n')
    const { stdout } = await sandrun(['run', '-l', 'bash', '-e', 'cat', '--stdin', 'input.txt'], 'not this')
    expect(stdout).toBe('from a file\n')
  })

  it('passes variables and compiler arguments', async () => {
    const code = 'echo "$A|$OWN"'
    const { stdout } = await sandrun(['run', '-l', 'bash', '-e', code, '--env', 'A=b=c', '--env', 'OWN'], '', {
      OWN: 'x',
    })
    expect(stdout).toBe('b=c|x\n')
    const path = await workspace.write('define.c', '#include <stdio.h>\nint main(void) { puts(WORD); }\n')
    expect(await sandrun(['run', path, '--compile-arg=-DWORD="given"'])).toMatchObject({ stdout: 'given\n' })
  })

  it('leaves bytes unchanged on pipes', async () => {
    const everyByte = Uint8Array.from({ length: 256 }, (_value, index) => index)
    const child = spawn(process.execPath, [MAIN, 'run', '-l', 'bash', '-e', 'cat; echo -ne "\\x1b]0;t\\x07" >&2'], {
      env: { ...process.env, SANDRUN_URL: service.url.href },
    })
    const chunks: Buffer[] = []
    const errors: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk))
    child.stdin.end(everyByte)
    await new Promise((resolve) => child.once('close', resolve))
    expect(new Uint8Array(Buffer.concat(chunks))).toEqual(everyByte)
    expect(Buffer.concat(errors).toString()).toBe('\x1b]0;t\x07')
  })

  it.each([
    ['a signal', 'c', 'int main(void) { return *(volatile int *)0; }', [], 139, 'sandrun: Killed by SIGSEGV.\n'],
    ['a time limit', 'python', 'while True: pass', ['--limit', 'cpu=200ms'], 124, 'CPU time (limit 0.2 s)'],
    ['another limit', 'python', 'x = b"x" * 10**9', ['--limit', 'memory=64m'], 125, 'memory'],
    ['a limit of the compiler', 'c', 'int main(void) {}', ['--compile-limit', 'cpu=1ms'], 124, 'Compiling was stopped'],
    ['a compile error', 'c', 'int main(void) { return x; }', [], 65, 'main.c:1:25'],
  ])('has an exit code for %s', async (_what, language, program, options, code, words) => {
    const outcome = await sandrun(['run', '-l', language, '-e', program, ...options])
    expect(outcome).toMatchObject({ code, stderr: expect.stringContaining(words) })
  })

  it('shows times when asked', async () => {
    const code = '#include <stdio.h>\nint main(void) { puts("hi"); }\n'
    const { stdout, stderr } = await sandrun(['run', '--time', '-l', 'c', '-e', code])
    expect(stdout).toBe('hi\n')
    expect(stderr).toMatch(/^compile +[\d.]+ ms, cpu [\d.]+ ms, memory [\d.]+ MB\nrun +[\d.]+ ms/)
  })

  it('prints the whole result as JSON and nothing else, with the faulty lines', async () => {
    const path = await workspace.write('fault.py', 'import sys\nprint("out")\nraise ValueError("bad")')
    const { code, stdout, stderr } = await sandrun(['run', '--json', path])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({
      verdict: 'runtime-error',
      run: { stdout: 'out\n', exitCode: 1 },
      diagnostics: [{ file: 'fault.py', line: 3, message: 'ValueError: bad' }],
    })
    const refused = await sandrun(['run', '--json', '--limit', 'memory=64g', path])
    expect(refused).toMatchObject({ code: 64, stderr: '' })
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: { code: 'limit-too-high' } })
  })

  it.each([
    ['no file', ['run'], 64, 'Missing argument: FILE.'],
    ['a missing file', ['run', '/nonexistent.py'], 64, "Can't read"],
    ['an argument without --', ['run', 'echo.py', 'argument'], 64, 'after --'],
    ['both a file and code', ['run', 'echo.py', '-e', '1'], 64, "can't be combined"],
    ['code without a language', ['run', '-e', '1'], 64, '--lang'],
    ['an unknown extension', ['run', MAIN.replace('main.ts', '../../package.json')], 64, '--lang'],
    ['an unknown language', ['run', '--lang', 'pyhton', MAIN], 64, 'Did you mean python? Languages: '],
    ['a limit beyond the maximum', ['run', '--limit', 'memory=64g', '--lang', 'bash', MAIN], 64, 'the maximum'],
    ['a variable that is not set', ['run', '--env', 'NOT_SET', 'echo.py'], 64, 'not set'],
    ['a missing input', ['run', '--stdin', '/nonexistent', 'echo.py'], 64, "Can't read"],
    ['an unknown option', ['run', '--limti', 'x.py'], 64, 'Did you mean --limit?'],
    ['an option without its value', ['run', 'x.py', '--limit'], 64, 'Missing value: --limit LIMITS.'],
    ['a file in place of a command', ['hello.py'], 64, 'sandrun run hello.py'],
    ['an unknown command', ['serv'], 64, 'Did you mean serve?'],
  ])('says what is wrong with %s', async (_what, args, code, words) => {
    expect(await sandrun(args)).toMatchObject({ code, stdout: '', stderr: expect.stringContaining(words) })
  })

  it('names the service that does not answer, and says what to do', async () => {
    const { code, stderr } = await sandrun(['run', '-l', 'python', '-e', '1'], '', {
      SANDRUN_URL: 'http://127.0.0.1:9',
    })
    expect(code).toBe(69)
    expect(stderr).toContain('http://127.0.0.1:9')
    expect(stderr).toContain('sandrun serve')
  })

  it('ends with its reader', async () => {
    const flood = 'while True: print("x" * 1000)'
    const { stdout } = await promisify(execFile)(
      'sh',
      ['-c', '"$0" "$1" run -l python -e "$2" | head -c 10', process.execPath, MAIN, flood],
      { env: { ...process.env, SANDRUN_URL: service.url.href } },
    )
    expect(stdout).toBe('x'.repeat(10))
  })

  it('accepts a stdin that cannot be released', async () => {
    const { stdout } = await promisify(execFile)(
      'sh',
      ['-c', '"$0" "$1" run -l bash -e "wc -c" </dev/null', process.execPath, MAIN],
      { env: { ...process.env, SANDRUN_URL: service.url.href } },
    )
    expect(stdout.trim()).toBe('0')
  })

  it('ends at ^C while its program has not started', async () => {
    await using small = await startService({ SANDRUN_MAX_SANDBOXES: '1' })
    const env = { ...process.env, SANDRUN_URL: small.url.href }
    const run = (code: string): ReturnType<typeof spawn> =>
      spawn(process.execPath, [MAIN, 'run', '-l', 'bash', '-e', code], { env, stdio: ['pipe', 'pipe', 'pipe'] })
    const running = run('echo ready; read')
    await once(running.stdout ?? running, 'data')
    const queued = run('echo never')
    const countRuns = async (): Promise<number> =>
      RunListSchema.parse(await (await fetch(new URL('/v1/runs', small.url))).json()).runs.length
    await expect.poll(countRuns).toBe(2)
    queued.kill('SIGINT')
    const [code] = await once(queued, 'exit')
    expect(code).toBe(130)
    running.stdin?.end('\n')
    await once(running, 'exit')
  })

  it('ends silently when its reader closes the pipe', async () => {
    const args = [MAIN, 'run', '-l', 'python', '-e', 'while True: print("more")']
    const env = { ...process.env, SANDRUN_URL: service.url.href }
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    await once(child.stdout, 'data')
    child.stdout.destroy()
    const { stderr } = child
    if (stderr === null) throw new Error('It has no stderr.')
    const [said, [code]] = await Promise.all([text(stderr), once(child, 'exit')])
    expect({ code, said }).toEqual({ code: 141, said: '' })
  })

  it('passes SIGINT on to a program on pipes', async () => {
    const path = await workspace.write(
      'trap.sh',
      'trap "echo caught; exit 5" INT; echo ready; while :; do sleep 0.05; done',
    )
    const child = spawn(process.execPath, [MAIN, 'run', path], {
      env: { ...process.env, SANDRUN_URL: service.url.href },
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      if (output === 'ready\n') child.kill('SIGINT')
    })
    const code = await new Promise((resolve) => child.once('exit', resolve))
    expect({ code, output }).toEqual({ code: 5, output: 'ready\ncaught\n' })
  })
})

describe('help', () => {
  it('lists the commands, with usage and examples for each', async () => {
    const { stdout } = await sandrun(['help'])
    const names = [...stdout.matchAll(/^ {2}(\w+) {2,}/gm)].map(([, name = '']) => name)
    expect(names).toEqual(expect.arrayContaining(['run', 'serve', 'languages', 'lang', 'doctor', 'uninstall']))
    for (const name of names) {
      const asked = await sandrun(['help', name])
      expect(asked).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Usage\n {2}sandrun [^]*^Examples\n/m) })
      expect(await sandrun([name, '--help'])).toEqual(asked)
    }
  })

  it('leaves --help after a program to the program', async () => {
    const { stdout } = await sandrun(['run', '-l', 'bash', '-e', 'echo "$1"', '--', '--help'])
    expect(stdout).toBe('--help\n')
  })

  it('has colours only on demand', async () => {
    const plain = await sandrun(['help', 'run'])
    expect(plain.stdout).not.toContain('\x1b')
    const coloured = await sandrun(['help', 'run'], '', { FORCE_COLOR: '1' })
    expect(coloured.stdout).toContain('\x1b[1mUsage')
  })

  it('prints its version', async () => {
    expect(await sandrun(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })
})

it('lists languages with their versions', async () => {
  const { stdout } = await sandrun(['languages'])
  expect(stdout).toMatch(/^python +Python +3\.13\.\d+ +\.py/m)
})

it('finds Docker and the images in order', async () => {
  const { stdout } = await sandrun(['doctor'])
  expect(stdout).toMatch(/ok .*Docker \d+/)
  expect(stdout).toMatch(/the agent is built/)
  expect(stdout).toMatch(/Python 3\.13/)
  expect(stdout).toContain(`the service at ${service.url.origin} answers`)
  const away = await sandrun(['doctor'], '', { SANDRUN_URL: 'http://127.0.0.1:9' })
  expect(away).toMatchObject({
    code: 1,
    stdout: expect.stringMatching(/bad .*No service answers at http:..127.0.0.1:9/),
  })
})

it('says what to do if Docker does not answer', async () => {
  const { code, stdout } = await sandrun(['doctor'], '', { DOCKER_HOST: 'unix:///nonexistent/docker.sock' })
  expect(code).toBe(1)
  expect(stdout).toMatch(/bad .*Can't reach Docker/)
  expect(stdout).toContain('Start Docker')
})
