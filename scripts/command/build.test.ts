import { execFile } from 'node:child_process'
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BundleIndex, BUNDLES, findBundle, INDEX } from '../bootstrap/command-bundle.mjs'
import { ROOT } from '../bootstrap/prepare.mjs'
import { buildCommand } from './build.ts'

/** Prints every loaded file as a line of JSON on standard error (node:module, Customization Hooks). */
const RECORDER = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  const urls = []
  registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) })
  process.on('exit', () => process._rawDebug(JSON.stringify(urls)))
`)}`

const SOURCE = 'service/src/cli/main.ts'
const COMMAND = 'bin/sandrun.mjs'
const MINUTE = 60_000

/** A clone whose files tests may change. */
let clone: string

async function makeClone(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'sandrun-clone-'))
  const isOwn = (path: string): boolean => !/[\\/](?:node_modules|dist)$/.test(path)
  const files = ['bin', 'scripts', 'service/src', 'service/package.json', 'shared', 'package.json', 'pnpm-lock.yaml']
  for (const path of files) await cp(join(ROOT, path), join(root, path), { recursive: true, filter: isOwn })
  for (const path of ['languages', 'node_modules', 'shared/node_modules'])
    await symlink(join(ROOT, path), join(root, path))
  await mkdir(join(root, 'service/node_modules/@sandrun'), { recursive: true })
  for (const name of await readdir(join(ROOT, 'service/node_modules'))) {
    const path = join('service/node_modules', name)
    if (name !== '@sandrun' && !name.startsWith('.')) await symlink(join(ROOT, path), join(root, path))
  }
  await symlink(join(root, 'shared'), join(root, 'service/node_modules/@sandrun/shared'))
  return root
}

beforeAll(async () => {
  clone = await makeClone()
}, MINUTE)
afterAll(() => rm(clone, { recursive: true }))

interface Outcome {
  code: number | string | null | undefined
  stdout: string
  stderr: string
  loaded: string[]
}

/** Runs a file of the clone, without a service. */
function runFile(file: string, words: readonly string[]): Promise<Outcome> {
  const env = {
    ...process.env,
    SANDRUN_URL: 'http://127.0.0.1:9',
    SANDRUN_CACHE: join(clone, 'cache'),
    XDG_CONFIG_HOME: clone,
  }
  return new Promise((resolve) => {
    const args = ['--import', RECORDER, join(clone, file), ...words]
    execFile(process.execPath, args, { env }, (error, stdout, said) => {
      const lines = said.split('\n')
      const urls: string[] = JSON.parse(lines.find((line) => line.startsWith('["')) ?? '[]')
      const stderr = lines.filter((line) => !line.startsWith('["')).join('\n')
      const code = error === null ? 0 : error.code
      resolve({ code, stdout, stderr, loaded: urls.map((url) => url.replace(`file://${clone}/`, '')) })
    })
  })
}

/** The loaded files of the sources and of the bundle. */
function kindsOf({ loaded }: Outcome): string[] {
  const kinds = loaded.flatMap((path) => /^(service\/src|shared\/src|service\/dist\/command)\//.exec(path)?.[1] ?? [])
  return [...new Set(kinds)].toSorted()
}

describe('the bundle', { timeout: MINUTE }, () => {
  beforeAll(() => buildCommand(clone), MINUTE)

  it.each([
    [['help']],
    [['help', 'lang', 'build']],
    [['--version']],
    [['completion', 'bash']],
    [['config', 'path']],
    [['config', 'set', 'url', 'nowhere']],
    [['token', 'create', '--role', 'king']],
    [['run', '-l', 'bash', '-e', 'echo']],
    [['run', '--cases', 'nowhere', '-l', 'bash', '-e', 'echo']],
    [['lang', 'new']],
  ])('does the same as the sources for %j, and loads none of them', async (words) => {
    const [bundled, unbundled] = await Promise.all([runFile(COMMAND, words), runFile(SOURCE, words)])
    expect({ ...bundled, loaded: [] }).toEqual({ ...unbundled, loaded: [] })
    expect(kindsOf(bundled)).toEqual(['service/dist/command'])
  })

  it.each([
    [['help'], ['app', 'main']],
    [
      ['run', '-l', 'bash', '-e', 'echo'],
      ['app', 'client', 'main', 'report-error', 'rolldown-runtime', 'run', 'run'],
    ],
  ])('loads few files for %j', async (words, names) => {
    const { loaded } = await runFile(COMMAND, words)
    const files = loaded.filter((path) => path.startsWith(BUNDLES)).map((path) => path.split('/').at(-1) ?? '')
    expect(files.map((name) => name.replace(/(?:-[\w-]{8})?\.js$/, '')).toSorted()).toEqual(names)
  })

  it('loads no undici, TLS or child processes for a run over plain HTTP', async () => {
    const said = await new Promise<string>((resolve) => {
      const last = `process.on('exit', () => process._rawDebug(process.moduleLoadList.join('\\n')))`
      const args = ['--import', `data:text/javascript,${last}`, join(clone, COMMAND), 'run', '-l', 'bash', '-e', 'echo']
      const env = { ...process.env, SANDRUN_URL: 'http://127.0.0.1:9', SANDRUN_CACHE: join(clone, 'cache') }
      execFile(process.execPath, args, { env }, (_error, _stdout, stderr) => resolve(stderr))
    })
    const parts = said.split('\n')
    expect(parts).toContain('NativeModule http')
    const heavy = ['internal/deps/undici/undici', 'tls', 'https', 'child_process', 'zlib']
    expect(heavy.filter((name) => parts.includes(`NativeModule ${name}`))).toEqual([])
  })

  it('is kept while commands still run from it, and removed when it is old', async () => {
    const folder = join(clone, BUNDLES)
    const lately = join(folder, 'lately')
    const longAgo = join(folder, 'long-ago')
    for (const path of [lately, longAgo]) await mkdir(path)
    const old = new Date(Date.now() - 8 * 24 * 60 * MINUTE)
    await utimes(longAgo, old, old)
    await buildCommand(clone)
    const names = await readdir(folder)
    expect(names).toContain('lately')
    expect(names).not.toContain('long-ago')
  })
})

describe('a changed source', { timeout: MINUTE }, () => {
  it.each([
    ['service/src/cli/app/app.ts', 'Run programs in a sandbox.'],
    ['service/src/cli/run/command.ts', 'Run a program in a sandbox'],
  ])('%s never runs from an older bundle', async (file, words) => {
    expect((await runFile(COMMAND, ['help'])).stdout).toContain(words)
    const path = join(clone, file)
    const text = await readFile(path, 'utf8')
    // The number of bytes stays the same.
    const changed = words.toUpperCase()
    await writeFile(path, text.replace(words, changed))
    expect((await runFile(COMMAND, ['help'])).stdout).toContain(changed)
    await writeFile(path, text)
    expect((await runFile(COMMAND, ['help'])).stdout).toContain(words)
  })

  it('counts wherever it is, and so does a change of the bundling scripts', async () => {
    // A file that has just been saved is not trusted to be in a bundle; the next bundle has it.
    await expect
      .poll(async () => findBundle(clone) ?? (await buildCommand(clone), null), { timeout: MINUTE })
      .not.toBeNull()
    const { inputs }: BundleIndex = JSON.parse(await readFile(join(clone, BUNDLES, INDEX), 'utf8'))
    expect(inputs.map(([path]) => path)).toEqual(
      expect.arrayContaining([
        'service/src/cli/service/private-service.ts',
        'service/src/gateway/submit.ts',
        'shared/src/limits.ts',
        'scripts/command/bundle.ts',
        'pnpm-lock.yaml',
      ]),
    )
    await appendFile(join(clone, 'service/src/gateway/submit.ts'), '\n')
    expect(findBundle(clone)).toBeNull()
  })

  it('counts even if it was saved during bundling', async () => {
    const building = buildCommand(clone)
    await appendFile(join(clone, 'shared/src/limits.ts'), '\n')
    await building
    expect(findBundle(clone)).toBeNull()
  })

  it('that is invalid is reported like in Node', async () => {
    const path = join(clone, 'service/src/cli/app/app.ts')
    const text = await readFile(path, 'utf8')
    await writeFile(path, `${text}\nconst = 1\n`)
    const { code, stderr } = await runFile(COMMAND, ['help'])
    await writeFile(path, text)
    expect(code).toBe(1)
    expect(stderr).toMatch(/app\.ts[^]*SyntaxError/)
  })
})

it("runs the sources if it can't bundle", { timeout: MINUTE }, async () => {
  const folder = join(clone, 'service/dist')
  await rm(folder, { recursive: true, force: true })
  // No folder can be created here.
  await writeFile(folder, '')
  const outcome = await runFile(COMMAND, ['--version'])
  expect(outcome).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  expect(kindsOf(outcome)).toContain('service/src')
})
