import { execFile, execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startService, type TestService } from './support/service.ts'

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))

let service: TestService
let folder: string

beforeAll(async () => {
  service = await startService()
  folder = await mkdtemp(join(tmpdir(), 'sandrun-cli-'))
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

async function program(name: string, code: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, code)
  return path
}

interface Outcome {
  code: number | string | null | undefined
  stdout: string
  stderr: string
}

/** Runs the command with pipes, as a script does. */
function sandrun(args: readonly string[], stdin = '', environment: Record<string, string> = {}): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, SANDRUN_URL: service.url.href, ...environment }
    const child = execFile(process.execPath, [MAIN, ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr })
    })
    child.stdin?.end(stdin)
  })
}

describe('sandrun run', () => {
  it('is the program: its input, output, arguments and exit code', async () => {
    const path = await program(
      'echo.py',
      'import sys\nprint(sys.argv[1:], sys.stdin.read())\nprint("e", file=sys.stderr)\nsys.exit(7)',
    )
    expect(await sandrun(['run', path, '--', '--flag', 'a b'], 'piped in')).toEqual({
      code: 7,
      stdout: "['--flag', 'a b'] piped in\n",
      stderr: 'e\n',
    })
  })

  it('has exit codes that tell a signal, a limit and a compile error', async () => {
    const crash = await program('crash.c', 'int main(void) { return *(volatile int *)0; }\n')
    expect(await sandrun(['run', crash])).toMatchObject({ code: 139, stderr: 'sandrun: Killed by SIGSEGV.\n' })
    const loop = await program('loop.py', 'while True: pass')
    const stopped = await sandrun(['run', '--limit', 'cpu=200ms', loop])
    expect(stopped).toMatchObject({ code: 124, stderr: expect.stringContaining('CPU time (limit 0.2 s)') })
    const broken = await program('broken.c', 'int main(void) { return x; }\n')
    expect(await sandrun(['run', broken])).toMatchObject({ code: 65, stderr: expect.stringContaining('broken.c:1:25') })
  })

  it('shows times when asked', async () => {
    const path = await program('hello.c', '#include <stdio.h>\nint main(void) { puts("hi"); }\n')
    const { stdout, stderr } = await sandrun(['run', '--time', path])
    expect(stdout).toBe('hi\n')
    expect(stderr).toMatch(/^compile +[\d.]+ ms, cpu [\d.]+ ms, memory [\d.]+ MB\nrun +[\d.]+ ms/)
  })

  it.each([
    ['no file', ['run'], 64, 'which file?'],
    ['a file that is not there', ['run', '/nonexistent.py'], 64, "can't be read"],
    ['an extension nobody knows', ['run', MAIN.replace('main.ts', '../../package.json')], 64, '--lang'],
    ['a language there is not', ['run', '--lang', 'klingon', MAIN], 64, 'There are: '],
    ['a limit beyond the maximum', ['run', '--limit', 'memory=64g', '--lang', 'bash', MAIN], 64, 'the maximum'],
    ['an unknown option', ['run', '--fast', 'x.py'], 64, '--fast'],
    ['an unknown command', ['fly'], 64, 'no command "fly"'],
  ])('says what is wrong with %s', async (_what, args, code, words) => {
    expect(await sandrun(args)).toMatchObject({ code, stderr: expect.stringContaining(words) })
  })

  it('says which service does not answer, and what to do', async () => {
    const path = await program('any.py', 'print(1)')
    const { code, stderr } = await sandrun(['run', path], '', { SANDRUN_URL: 'http://127.0.0.1:9' })
    expect(code).toBe(69)
    expect(stderr).toContain('http://127.0.0.1:9')
    expect(stderr).toContain('sandrun serve')
  })
})

it('ends with its reader', async () => {
  const path = await program('flood.py', 'while True: print("x" * 1000)')
  const env = { ...process.env, SANDRUN_URL: service.url.href }
  const { stdout } = await promisify(execFile)(
    'sh',
    ['-c', '"$0" "$1" run "$2" | head -c 10', process.execPath, MAIN, path],
    { env },
  )
  expect(stdout).toBe('x'.repeat(10))
})

it('takes a stdin that can not be let go of', async () => {
  const path = await program('quiet.py', 'import sys\nprint(len(sys.stdin.read()))')
  const env = { ...process.env, SANDRUN_URL: service.url.href }
  const { stdout } = await promisify(execFile)(
    'sh',
    ['-c', '"$0" "$1" run "$2" </dev/null', process.execPath, MAIN, path],
    { env },
  )
  expect(stdout).toBe('0\n')
})

it('lists languages with their versions', async () => {
  const { stdout } = await sandrun(['languages'])
  expect(stdout).toMatch(/^python +Python +3\.13\.\d+ +\.py/m)
})

it('finds Docker and the images in good order', async () => {
  const { stdout } = await sandrun(['doctor'])
  expect(stdout).toMatch(/ok .*Docker \d+/)
  expect(stdout).toMatch(/the agent is built/)
  expect(stdout).toMatch(/Python 3\.13/)
})

it('says how to mend a Docker that is away', async () => {
  const { code, stdout } = await sandrun(['doctor'], '', { DOCKER_HOST: 'unix:///nonexistent/docker.sock' })
  expect(code).toBe(1)
  expect(stdout).toMatch(/bad .*Docker can't be reached/)
  expect(stdout).toContain('Start Docker')
})

describe('in a real terminal', () => {
  const session = `sandrun-${randomBytes(4).toString('hex')}`
  const tmux = (...args: string[]): string => execFileSync('tmux', ['-L', session, ...args], { encoding: 'utf8' })
  const screen = (): string => tmux('capture-pane', '-p', '-t', session)

  afterAll(() => tmux('kill-server'))

  it('types into the program, edits the line, interrupts, ends input, and gives the terminal back', async () => {
    const ask = await program(
      'ask.py',
      'print("Hello", input("Name? "))\nprint("More?", end=" ", flush=True)\ntry: input()\nexcept EOFError: print("EOF")',
    )
    const wait = await program('wait.py', 'import time\nprint("waiting", flush=True)\ntime.sleep(60)')
    tmux('new-session', '-d', '-s', session, '-x', '90', '-y', '30', 'sh')
    tmux('set-environment', '-g', 'SANDRUN_URL', service.url.href)
    const type = (...keys: string[]): string => tmux('send-keys', '-t', session, ...keys)
    type(`export SANDRUN_URL=${service.url.href}; cd ${folder}`, 'Enter')
    type(`${process.execPath} ${MAIN} run ${ask}; echo code=$?`, 'Enter')
    await expect.poll(screen, { timeout: 10_000 }).toContain('Name?')
    type('Bobb', 'BSpace', 'BSpace', 'BSpace', 'BSpace', 'Ada', 'Enter')
    await expect.poll(screen, { timeout: 10_000 }).toMatch(/Hello Ada\nMore\?/)
    type('C-d')
    await expect.poll(screen, { timeout: 10_000 }).toMatch(/EOF\n(.*\n)*code=0/)
    type(`${process.execPath} ${MAIN} run ${wait}; echo code=$?`, 'Enter')
    await expect.poll(screen, { timeout: 10_000 }).toMatch(/^waiting$/m)
    type('C-c')
    await expect.poll(screen, { timeout: 10_000 }).toMatch(/KeyboardInterrupt\n(.*\n)*code=130/)
    type('echo the shell $((40 + 2))', 'Enter')
    await expect.poll(screen, { timeout: 10_000 }).toContain('the shell 42')
  })
})

it('passes SIGINT on to a program on pipes', async () => {
  const path = await program('trap.sh', 'trap "echo caught; exit 5" INT; echo ready; while :; do sleep 0.05; done')
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
