import { execFile, spawn } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withoutService, makeWorkspace, type Outcome, type Workspace } from './support/cli.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MINUTES = 5 * 60_000

/** The oldest supported Node, which VS Code 1.101 has, and the one that all other tests use. */
const NODES = ['22.15.0', '24']
const TOO_OLD = '20'

const call = promisify(execFile)

/** An empty folder with the package, installed as a user would, and none of our libraries. */
let home: Workspace
const node = new Map<string, string>()

beforeAll(async () => {
  home = await makeWorkspace()
  const { stdout } = await call(process.execPath, ['scripts/package/main.ts'], { cwd: ROOT })
  await install(home.path, stdout.trim().split('\n').at(-1) ?? '')
  const platform = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
  for (const version of [TOO_OLD, ...NODES]) {
    const folder = join(home.path, `node-${version}`)
    await home.write(`node-${version}/package.json`, '{}')
    await install(folder, `${platform}@${version}`)
    node.set(version, join(folder, 'node_modules', platform, 'bin/node'))
  }
}, MINUTES)
afterAll(() => home[Symbol.asyncDispose]())

async function install(folder: string, what: string): Promise<void> {
  await call('npm', ['install', '--no-audit', '--no-fund', '--prefix', folder, what], { cwd: folder })
}

/** The installed command, called with this version of Node. */
function commandOn(version: string, args: readonly string[]): { file: string; args: string[]; env: NodeJS.ProcessEnv } {
  const file = node.get(version) ?? ''
  const env = {
    ...process.env,
    ...withoutService(home.path),
    SANDRUN_STATE_DIR: join(home.path, 'state'),
    SANDRUN_CACHE: join(home.path, 'cache'),
  }
  return { file, args: [join(home.path, 'node_modules/.bin/sandrun'), ...args], env }
}

function sandrunOn(version: string, words: readonly string[], stdin = ''): Promise<Outcome> {
  const { file, args, env } = commandOn(version, words)
  return new Promise((resolve) => {
    const child = execFile(file, args, { env, cwd: home.path }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    )
    child.stdin?.end(stdin)
  })
}

it('runs no install scripts, and has no dependencies', async () => {
  const manifest: unknown = JSON.parse(await readFile(join(home.path, 'node_modules/sandrun/package.json'), 'utf8'))
  expect(manifest).not.toHaveProperty('scripts')
  expect(manifest).not.toHaveProperty('dependencies')
  const names = await readdir(join(home.path, 'node_modules'))
  expect(names.filter((name) => !name.startsWith('.'))).toEqual(['sandrun'])
})

it('says which Node it needs if this one is too old', async () => {
  const { code, stdout, stderr } = await sandrunOn(TOO_OLD, ['run', '-l', 'bash', '-e', 'echo'])
  expect({ code, stdout }).toEqual({ code: 69, stdout: '' })
  expect(stderr).toMatch(/^sandrun: Sandrun needs Node\.js 22\.15\.0 or newer; this is 20\.[\d.]+\.\n .*nodejs\.org/)
})

it('attacks its own machine', { timeout: MINUTES }, async () => {
  const { code, stdout } = await sandrunOn('24', ['doctor', '--attack', '--only', 'escape', '--json'])
  const { findings } = JSON.parse(stdout) as { findings: { state: string }[] }
  expect(findings.filter(({ state }) => state !== 'contained')).toEqual([])
  expect({ code, many: findings.length > 100 }).toEqual({ code: 0, many: true })
})

describe.each(NODES)('the installed package, on Node %s', { timeout: MINUTES }, (version) => {
  it('runs a program in its own service', async () => {
    await home.write('hello.py', 'print("Hello,", input())')
    const { stderr, ...outcome } = await sandrunOn(version, ['run', 'hello.py'], 'Ada')
    expect(outcome).toEqual({ code: 0, stdout: 'Hello, Ada\n' })
    expect(stderr).not.toMatch(/warning|SQLite/i)
  })

  it('builds from the same files as a clone', async () => {
    const { stdout } = await sandrunOn(version, ['doctor'])
    expect(stdout).toContain('the agent is built')
    const clone = await call(process.execPath, ['bin/sandrun.mjs', 'doctor'], { cwd: ROOT }).catch(
      (error: { stdout: string }) => error,
    )
    // The package finds exactly those images stale that the clone finds stale.
    const imagesIn = (text: string): string[] => text.split('\n').filter((line) => /older|built|\d$/.test(line))
    expect(imagesIn(stdout)).toEqual(imagesIn(clone.stdout))
  })

  it("serves runs, the page, and the API's description with its pages", async () => {
    const { file, args, env } = commandOn(version, ['serve', '--port', '0'])
    const service = spawn(file, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
    try {
      const url = await addressSaid(service.stderr)
      const body = JSON.stringify({ language: 'python', code: 'print(6 * 7)' })
      const headers = { 'content-type': 'application/json' }
      const run = await fetch(new URL('/v1/runs', url), { method: 'POST', headers, body })
      expect(await run.json()).toMatchObject({ verdict: 'ok' })
      const statics = ['/docs/static/swagger-ui-bundle.js', '/docs/static/index.css']
      const paths = ['/', '/sandrun-editor.js', '/openapi.json', ...statics]
      const answers = await Promise.all(paths.map(async (path) => [path, await statusOf(new URL(path, url))]))
      expect(answers).toEqual(paths.map((path) => [path, 200]))
    } finally {
      service.kill('SIGTERM')
      await once(service, 'exit')
    }
    expect(service.exitCode).toBe(0)
  })

  it('lets an agent run code', async () => {
    const { file: command, args, env } = commandOn(version, ['mcp'])
    const given = Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))
    const client = new Client({ name: 'test', version: '1' })
    await client.connect(new StdioClientTransport({ command, args, env: Object.fromEntries(given) }))
    try {
      const answer = await client.callTool({ name: 'run_code', arguments: { language: 'bash', code: 'echo hi' } })
      expect(JSON.stringify(answer)).toContain('hi')
    } finally {
      await client.close()
    }
  })
})

async function addressSaid(stderr: NodeJS.ReadableStream): Promise<string> {
  const lines: string[] = []
  for await (const line of createInterface(stderr)) {
    const address = /^Sandrun listens on (\S+)$/.exec(line)?.[1]
    if (address !== undefined) return address
    lines.push(line)
  }
  throw new Error(`The service ended:\n${lines.join('\n')}`)
}

async function statusOf(url: URL): Promise<number> {
  const response = await fetch(url)
  await response.arrayBuffer()
  return response.status
}
