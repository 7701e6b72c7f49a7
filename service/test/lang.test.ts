import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DockerEngine } from '../src/container/docker-engine.ts'

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const LANGUAGES = fileURLToPath(new URL('../../languages', import.meta.url))

/** A pack of this test's own, so that nobody's image is touched. */
const id = `toy-${randomBytes(4).toString('hex')}`
const engine = new DockerEngine()
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sandrun-languages-'))
  await cp(join(LANGUAGES, '_bases'), join(directory, '_bases'), { recursive: true })
})
afterAll(async () => {
  await engine.removeImage(`sandrun/${id}`)
  await rm(directory, { recursive: true })
})

interface Outcome {
  code: number | string | null | undefined
  stdout: string
  stderr: string
}

function lang(...args: string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const env = { ...process.env, SANDRUN_LANGUAGES_DIR: directory, SANDRUN_URL: 'http://127.0.0.1:9' }
    const child = execFile(process.execPath, [MAIN, 'lang', ...args], { env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : error.code, stdout, stderr })
    })
    child.stdin?.end()
  })
}

async function writeJson(path: string, json: object): Promise<void> {
  await mkdir(join(directory, path, '..'), { recursive: true })
  await writeFile(join(directory, path), JSON.stringify(json))
}

/** A language that is bash, with one case that holds and one that does not. */
async function writeToy(pack: string, dockerfile: string): Promise<void> {
  await writeJson(`${pack}/language.json`, {
    id: pack,
    name: 'Toy',
    aliases: [],
    editorLanguageIds: [],
    extensions: ['.toy'],
    file: 'main.toy',
    base: 'base',
    build: 'offline',
    version: { argv: ['bash', '--version'], pattern: 'version (\\d+\\.\\d+)' },
    run: { argv: ['bash', '{file}', '{args}'] },
  })
  await writeFile(join(directory, pack, 'Dockerfile'), dockerfile)
  await writeJson(`${pack}/tests/hello/case.json`, { title: 'Hello', expect: { verdict: 'ok', stdout: 'hi\n' } })
  await writeFile(join(directory, pack, 'tests/hello/main.toy'), 'echo hi')
  await writeJson(`${pack}/tests/exit-3/case.json`, { title: 'x', expect: { verdict: 'runtime-error', exitCode: 3 } })
  await writeFile(join(directory, pack, 'tests/exit-3/main.toy'), 'exit 4')
  await writeJson(`${pack}/tests/args/lacks.json`, { reason: 'Toys take none.' })
}

describe('sandrun lang', () => {
  it('says what there is to do', async () => {
    expect(await lang()).toMatchObject({ code: 64, stderr: expect.stringContaining('list|build|test') })
    expect(await lang('fly')).toMatchObject({ code: 64, stderr: expect.stringContaining('no "lang fly"') })
    expect(await lang('test')).toMatchObject({ code: 64, stderr: expect.stringContaining('which ones?') })
    expect(await lang('test', '--minutes', 'x', '--all')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('"x" is no number of minutes'),
    })
  })

  it('builds and tests, goes on past what fails, and shows a matrix', async () => {
    await writeToy(id, 'FROM sandrun/base-base\nRUN true\n')
    await writeToy(`${id}-broken`, 'FROM sandrun/base-base\nRUN echo no such thing >&2 && false\n')
    const report = join(directory, 'report.json')
    const { code, stdout, stderr } = await lang('test', '--all', '--report', report)
    expect(stderr).toMatch(/1 of 2 cases/)
    expect(stderr).toContain('exit-3: exit code is 4 instead of 3')
    expect(stdout).toMatch(new RegExp(`^${id} +✓ +– +✗$`, 'm'))
    expect(stdout).toMatch(new RegExp(`^✗ ${id}-broken is not built: `, 'm'))
    expect(code).toBe(1)
    expect(JSON.parse(await readFile(report, 'utf8'))).toEqual({ passed: 1, failed: 2, skipped: 0 })
    await rm(join(directory, `${id}-broken`), { recursive: true })
  })

  it('names the languages for which there was no time', async () => {
    const { code, stdout } = await lang('test', '--all', '--minutes', '0')
    expect(stdout).toContain(`– ${id} is not tested: the 0 minutes were used up`)
    expect(code).toBe(0)
  })

  it('lists packs with version, size and state, and what all take together', async () => {
    const { stdout } = await lang('list')
    expect(stdout).toMatch(new RegExp(`^${id} +Toy +5\\.2 +\\d+ MB +built$`, 'm'))
    expect(stdout).toMatch(/^All images together: \d+ MB/m)
    expect(stdout).toContain('No service runs')
    await writeFile(join(directory, id, 'Dockerfile'), 'FROM sandrun/base-base\nRUN echo changed\n')
    expect((await lang('list')).stdout).toMatch(new RegExp(`^${id} .* stale$`, 'm'))
  })
})
