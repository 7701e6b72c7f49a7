import { execFile } from 'node:child_process'
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CLIENT, readExamples } from './support/client-examples.ts'
import { startService, type TestService } from './support/service.ts'

const call = promisify(execFile)
const MINUTES = 5 * 60_000

/** Installed as a user would: with the binaries that these two packages point to, without their install scripts. */
const DENO = '@deno/linux-x64-glibc@2.9.6'
const BUN = '@oven/bun-linux-x64-baseline@1.4.5'

/** The languages for the example that runs in all languages: every machine has built these. */
const LANGUAGES = ['python', 'javascript', 'c', 'bash']

const examples = await readExamples()

/** A folder with the packed client and none of our libraries. */
let home: string
let service: TestService

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sandrun-client-test-'))
  const { stdout } = await call(process.execPath, [join(CLIENT, 'scripts/pack.ts')])
  await writeFile(join(home, 'package.json'), '{ "type": "module" }')
  const install = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--prefix', home]
  await call('npm', [...install, stdout.trim().split('\n').at(-1) ?? '', DENO, BUN], { cwd: home })
  await cp(join(CLIENT, 'examples'), join(home, 'examples'), { recursive: true })
  service = await startService()
}, MINUTES)
afterAll(async () => {
  await service[Symbol.asyncDispose]()
  await rm(home, { recursive: true })
})

const RUNTIMES: Record<string, () => string[]> = {
  node: () => [process.execPath],
  deno: () => [join(home, 'node_modules/@deno/linux-x64-glibc/deno'), 'run', '--quiet', '-A', '--no-check'],
  bun: () => [join(home, 'node_modules/@oven/bun-linux-x64-baseline/bin/bun')],
}

async function printed(runtime: string, file: string): Promise<string> {
  const [program = '', ...args] = RUNTIMES[runtime]?.() ?? []
  const env = { ...process.env, SANDRUN_URL: service.url.href, DENO_DIR: join(home, 'deno') }
  const command = [...args, join(home, 'examples', file), ...(file === 'all-languages.ts' ? LANGUAGES : [])]
  const { stdout } = await call(program, command, { cwd: home, env, timeout: MINUTES })
  return stdout
}

describe.each(Object.keys(RUNTIMES))('on %s, the installed package', { timeout: MINUTES }, (runtime) => {
  it.each(examples)('works as $file says', async ({ file, prints }) => {
    expect(prints).not.toBe('')
    expect(await printed(runtime, file)).toBe(prints)
  })
})

it('runs no install scripts, and has the types of one package', async () => {
  const manifest: unknown = JSON.parse(await readFile(join(home, 'node_modules/@sandrun/client/package.json'), 'utf8'))
  expect(manifest).not.toHaveProperty('scripts')
  expect(manifest).toMatchObject({ dependencies: { zod: expect.any(String) } })
  const names = (await readdir(join(home, 'node_modules'))).filter((name) => !name.startsWith('.'))
  expect(names.toSorted()).toEqual(['@deno', '@oven', '@sandrun', 'zod'])
})

it('has types that a strict compiler accepts', async () => {
  const tsc = join(CLIENT, '../../node_modules/.bin/tsc')
  const options = ['--strict', '--noEmit', '--target', 'es2024', '--module', 'nodenext', '--lib', 'es2024,dom,esnext']
  const files = (await readdir(join(home, 'examples'))).map((file) => join(home, 'examples', file))
  const { stdout } = await call(tsc, [...options, ...files], { cwd: home }).catch((error: { stdout: string }) => error)
  expect(stdout).toBe('')
})
