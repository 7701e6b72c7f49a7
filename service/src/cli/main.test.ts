import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url))
const SOURCE = fileURLToPath(new URL('../', import.meta.url))

/** Prints every loaded file on the last line of standard error (node:module, Customization Hooks). */
const RECORDER = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  const urls = []
  registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) })
  process.on('exit', () => process._rawDebug(JSON.stringify(urls)))
`)}`

/** Modules for a service, Docker and comparing texts. */
const NOT_NEEDED = new Set(['@modelcontextprotocol/sdk', 'diff', 'dockerode', 'fastify', 'pino', 'tar-stream'])

let home: string

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'sandrun-main-'))
})
afterAll(() => rm(home, { recursive: true }))

/** The files and packages that a command loads. */
async function loadedBy(words: readonly string[]): Promise<{ files: string[]; packages: string[] }> {
  const env = { ...process.env, XDG_CONFIG_HOME: home, SANDRUN_URL: 'http://127.0.0.1:9' }
  const stderr = await new Promise<string>((resolve) => {
    execFile(process.execPath, ['--import', RECORDER, MAIN, ...words], { env }, (_error, _stdout, said) =>
      resolve(said),
    )
  })
  const urls: string[] = JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '')
  const paths = urls.filter((url) => url.startsWith('file:')).map((url) => fileURLToPath(url))
  const packages = paths.flatMap((path) => /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(path)?.[1] ?? [])
  return {
    files: paths.filter((path) => path.startsWith(SOURCE)).map((path) => relative(SOURCE, path).split(sep).join('/')),
    packages: [...new Set(packages)].toSorted(),
  }
}

describe('the modules that load', () => {
  it.each([[['help']], [['help', 'lang', 'build']], [['token', 'create', '--help']], [['--version']]])(
    'for %j are the table alone',
    async (words) => {
      const { files, packages } = await loadedBy(words)
      expect(packages).toEqual(['@commander-js/extra-typings', 'commander', 'leven'])
      expect(files).toContain('cli/app/app.ts')
      const other = files.filter((path) => !/^cli\/(?:\w+\/)+(?:commands?|\w+-option|\w+-command)\.ts$/.test(path))
      expect(other.toSorted()).toEqual([
        'cli/app/app.ts',
        'cli/app/help.ts',
        'cli/command/action.ts',
        'cli/command/command-error.ts',
        'cli/command/usage-error.ts',
        'cli/config/config-keys.ts',
        'cli/config/config-path.ts',
        'cli/main.ts',
        'model/cap-names.ts',
        'model/nearest-word.ts',
        'model/principal.ts',
        'model/version.ts',
      ])
    },
  )

  it.each([
    [['completion', 'bash'], 'cli/app/completion/bash.ts'],
    [['run', '-l', 'python', '-e', '1'], 'cli/run/run-once.ts'],
    [['config', 'path'], 'cli/config/config.ts'],
  ])('for %j exclude Docker and the service', async (words, own) => {
    const loaded = await loadedBy(words)
    expect(loaded.files).toContain(own)
    expect(loaded.packages.filter((name) => NOT_NEEDED.has(name))).toEqual([])
    expect(loaded.files.filter((path) => /^(?:compose|drivers|gateway|worker|images)\//.test(path))).toEqual([])
  })
})
