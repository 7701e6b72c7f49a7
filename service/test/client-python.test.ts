import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startService, type TestService } from './support/service.ts'

const call = promisify(execFile)
const MINUTES = 5 * 60_000
const SOURCE = fileURLToPath(new URL('../../clients/python', import.meta.url))

/** The distribution's Python, whose packages include httpx, websockets, pytest and mypy. */
const PYTHON = '/usr/bin/python3'

let home: string
let service: TestService
/**
 * An environment with the client's wheel, installed as a user would. The system supplies the two libraries and pytest.
 */
let python: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sandrun-python-'))
  // A build leaves files beside its sources.
  await cp(SOURCE, join(home, 'source'), { recursive: true })
  const wheel = ['-m', 'pip', 'wheel', '--no-index', '--no-deps', '--no-build-isolation', '-w', home]
  await said(PYTHON, [...wheel, join(home, 'source')])
  await said(PYTHON, ['-m', 'venv', '--system-site-packages', join(home, 'venv')])
  python = join(home, 'venv/bin/python')
  await said(python, ['-m', 'pip', 'install', '--no-index', join(home, 'sandrun-0.1.0-py3-none-any.whl')])
  service = await startService()
}, MINUTES)
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

/** A program's output; a failing program throws everything it printed. */
async function said(program: string, args: readonly string[]): Promise<string> {
  const env = { ...process.env, SANDRUN_URL: service?.url.href ?? '' }
  const { stdout } = await call(program, args, { cwd: home, env, timeout: MINUTES }).catch(
    (error: { stdout: string; stderr: string }) => {
      throw new Error(`${program} ${args.join(' ')}:\n${error.stdout}${error.stderr}`)
    },
  )
  return stdout
}

it(
  'passes its own tests against this service, installed from its wheel',
  async () => {
    expect(await said(python, ['-c', 'import sandrun; print(sandrun.__file__)'])).toContain(join(home, 'venv'))
    expect(await said(python, ['-m', 'pytest', '-q', join(home, 'source/tests')])).toMatch(/\b16 passed/)
  },
  MINUTES,
)

it(
  'is fully typed, including its tests',
  async () => {
    const strict = ['-m', 'mypy', '--strict', '--cache-dir', join(home, 'mypy')]
    const folders = ['src', 'tests'].map((name) => join(home, 'source', name))
    await expect(said(PYTHON, [...strict, ...folders])).resolves.toContain('Success')
  },
  MINUTES,
)

it(
  'needs two libraries, and works as its page says',
  async () => {
    const needed = await said(python, [
      '-c',
      'import importlib.metadata as m; print(*m.requires("sandrun"), sep="\\n")',
    ])
    // Each tool formats the text after a name in its own way.
    expect(needed.match(/^\w+/gm)).toEqual(['httpx', 'websockets'])
    const page = await readFile(join(SOURCE, 'README.md'), 'utf8')
    const programs = [...page.matchAll(/^```python\n([\s\S]*?)```$/gm)].map(([, code = '']) => code)
    expect(programs.length).toBeGreaterThanOrEqual(3)
    for (const code of programs) {
      const prints = [...code.matchAll(/# prints (.*)/g)].map(([, text = '']) => `${text}\n`).join('')
      expect(await said(python, ['-c', code])).toBe(prints)
    }
  },
  MINUTES,
)
