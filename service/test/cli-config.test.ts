import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import {
  withoutService,
  makeWorkspace,
  openScreen,
  type Outcome,
  PATIENCE,
  sandrun,
  type Workspace,
} from './support/cli.ts'
import { startService, type TestService } from './support/service.ts'

const TOKEN = 'sixteen-letters-and-more'
let service: TestService
let workspace: Workspace

beforeAll(async () => {
  service = await startService({ SANDRUN_TOKEN: TOKEN })
  workspace = await makeWorkspace()
})
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await workspace[Symbol.asyncDispose]()
})

/** The command with separate settings. */
function withConfig(home: string) {
  return (args: readonly string[], stdin = '', env: NodeJS.ProcessEnv = {}): Promise<Outcome> =>
    sandrun(args, { stdin, env: { ...withoutService(join(workspace.path, home)), ...env } })
}

it('remembers a service and its token, in a file only its owner can read', async () => {
  const command = withConfig('remembers')
  await command(['config', 'set', 'url', service.url.href])
  expect(await command(['run', '-l', 'bash', '-e', 'echo'])).toMatchObject({
    code: 77,
    stderr: expect.stringContaining('token'),
  })
  await command(['config', 'set', 'token'], `${TOKEN}\n`)
  expect(await command(['run', '-l', 'bash', '-e', 'echo in'])).toMatchObject({ code: 0, stdout: 'in\n' })
  expect(await command(['config', 'list'])).toMatchObject({ stdout: `url = ${service.url.href}\ntoken = (set)\n` })
  expect(await command(['config', 'get', 'token'])).toMatchObject({ stdout: `${TOKEN}\n` })
  const path = (await command(['config', 'path'])).stdout.trim()
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  await command(['config', 'unset', 'token'])
  expect(JSON.parse(await readFile(path, 'utf8'))).toEqual({ url: service.url.href })
  expect(await command(['config', 'get', 'token'])).toEqual({ code: 1, stdout: '', stderr: '' })
})

it('shows the token to no other service', async () => {
  const command = withConfig('elsewhere')
  await command(['config', 'set', 'url', 'https://runs.example'])
  await command(['config', 'set', 'token', TOKEN])
  const asked = await command(['run', '--url', service.url.href, '-l', 'bash', '-e', 'echo'])
  expect(asked).toMatchObject({ code: 77, stdout: '' })
  const moved = await command(['config', 'set', 'url', service.url.href])
  expect(moved.stderr).toContain('Removed the token')
  expect(await command(['config', 'list'])).toMatchObject({ stdout: `url = ${service.url.href}\n` })
})

it('yields to option and environment', async () => {
  const command = withConfig('order')
  await command(['config', 'set', 'url', 'http://127.0.0.1:9'])
  const env = { SANDRUN_URL: service.url.href, SANDRUN_TOKEN: TOKEN }
  expect(await command(['run', '-l', 'bash', '-e', 'echo environment'], '', env)).toMatchObject({ code: 0 })
  const option = ['run', '-l', 'bash', '-e', 'echo option', '--url', service.url.href]
  expect(await command(option, '', { ...env, SANDRUN_URL: 'http://127.0.0.1:9' })).toMatchObject({ code: 0 })
})

it('asks for a token without showing it', async () => {
  const home = join(workspace.path, 'asks')
  using screen = openScreen(withoutService(home), workspace.path)
  screen.run('config', 'set', 'token')
  await expect.poll(screen.look, PATIENCE).toContain('token:')
  screen.type(TOKEN, 'Enter')
  await expect.poll(screen.look, PATIENCE).toContain('code=0')
  expect(screen.look()).not.toContain(TOKEN)
  expect(await withConfig('asks')(['config', 'get', 'token'])).toMatchObject({ stdout: `${TOKEN}\n` })
})

it('uses the configured colours', async () => {
  const command = withConfig('colours')
  await command(['config', 'set', 'color', 'always'])
  expect((await command(['help'])).stdout).toContain('\x1b[1m')
  expect((await command(['help'], '', { NO_COLOR: '1' })).stdout).not.toContain('\x1b')
})

it.each([
  ['an unknown setting', ['set', 'ulr', 'x'], 'Did you mean url?'],
  ['an unknown action', ['lits'], 'Did you mean list?'],
  ['an invalid address', ['set', 'url', 'runs.example'], 'must be an address'],
  ['an invalid colour', ['set', 'color', 'blue'], 'auto, always or never'],
])('says what is wrong with %s', async (_what, words, message) => {
  const outcome = await withConfig('wrong')(['config', ...words])
  expect(outcome).toMatchObject({ code: 64, stdout: '', stderr: expect.stringContaining(message) })
})

it('names a file that cannot be used', async () => {
  const path = await workspace.write('broken/sandrun/config.json', '{"urls": 1}')
  const outcome = await withConfig('broken')(['languages'])
  expect(outcome).toMatchObject({ code: 64, stderr: expect.stringContaining(`${path}: "urls": is not a setting`) })
})
