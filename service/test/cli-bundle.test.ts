import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeWorkspace, openScreen, type Outcome, PATIENCE, sandrun, type Workspace } from './support/cli.ts'
import { startService, type TestService } from './support/service.ts'

/** The installed command, which runs from its bundle (scripts/command/build.test.ts shows that). */
const BIN = fileURLToPath(new URL('../../bin/sandrun.mjs', import.meta.url))

let workspace: Workspace
let service: TestService

beforeAll(async () => {
  workspace = await makeWorkspace()
  service = await startService()
  await mkdir(join(workspace.path, 'state'))
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await workspace[Symbol.asyncDispose]()
})

function environment(): NodeJS.ProcessEnv {
  return {
    SANDRUN_URL: service.url.origin,
    SANDRUN_STATE_DIR: join(workspace.path, 'state'),
    XDG_CONFIG_HOME: workspace.path,
    // Nobody else uses what it compiles.
    SANDRUN_CACHE: join(workspace.path, 'cache'),
  }
}

function command(args: readonly string[], stdin = ''): Promise<Outcome> {
  return sandrun(args, { stdin, env: environment(), command: BIN })
}

describe('the bundled command', () => {
  it('runs a program: its input, output, arguments and exit code', async () => {
    const code = 'cat; echo "$1" >&2; exit 3'
    expect(await command(['run', '-l', 'bash', '-e', code, '--', 'said'], 'typed')).toEqual({
      code: 3,
      stdout: 'typed',
      stderr: 'said\n',
    })
  })

  it('runs cases, compares, and reports differences', async () => {
    await workspace.write('cases/1.in', 'Ada')
    await workspace.write('cases/1.out', 'Bob')
    const args = ['run', '-l', 'bash', '-e', 'cat', '--cases', join(workspace.path, 'cases')]
    const { code, stdout } = await command(args)
    expect(code).toBe(1)
    expect(stdout).toMatch(/-Bob\n +\+Ada\n\n0 of 1 passed/)
  })

  it('saves the files that a run returns', async () => {
    const args = ['run', '-l', 'bash', '-e', 'echo x > a.txt', '--collect', '*.txt', '-o', join(workspace.path, 'out')]
    expect(await command(args)).toMatchObject({ code: 0, stderr: expect.stringContaining('a.txt') })
  })

  it('gives the program the terminal', async () => {
    using screen = openScreen(environment(), workspace.path)
    screen.type(
      `clear; ${process.execPath} ${BIN} run -l bash -e 'read -p "name? " x; echo "hi $x"'; echo code=$?`,
      'Enter',
    )
    await expect.poll(screen.look, PATIENCE).toContain('name?')
    screen.type('Ada', 'Enter')
    await expect.poll(screen.look, PATIENCE).toMatch(/hi Ada\n(.*\n)*code=0/)
  })

  it('lists languages, keeps tokens, checks the machine, and starts its own service', async () => {
    expect((await command(['languages'])).stdout).toMatch(/^bash +Bash/m)
    const { stdout: token } = await command(['token', 'create', 'ada'])
    expect(token.trim()).toMatch(/^\S{20,}$/)
    expect((await command(['token', 'list'])).stdout).toContain('ada')
    expect((await command(['doctor'])).stdout).toContain(`the service at ${service.url.origin} answers`)
    const env = { ...environment(), SANDRUN_URL: undefined, PORT: '9' }
    const own = await sandrun(['run', '-l', 'bash', '-e', 'echo own'], { env, command: BIN })
    expect(own).toMatchObject({ code: 0, stdout: 'own\n' })
  })
})
