import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DockerEngine } from '../src/drivers/docker/docker-engine.ts'
import type { ContainerEngine } from '../src/ports/sandbox-engine.ts'
import { loadCatalog } from '../src/languages/catalog.ts'
import { pruneImages } from '../src/images/image-prune.ts'
import { startService } from './support/service.ts'

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const LANGUAGES = fileURLToPath(new URL('../../languages', import.meta.url))

/** A pack for this test alone, so that no other image is changed. */
const toy = `toy-${randomBytes(4).toString('hex')}`
const fresh = `${toy}-fresh`
const engine = new DockerEngine()
let directory: string

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sandrun-languages-'))
  await cp(join(LANGUAGES, '_bases'), join(directory, '_bases'), { recursive: true })
})
afterAll(async () => {
  await engine.removeImage(`sandrun/${toy}`)
  await engine.removeImage(`sandrun/${fresh}`)
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

async function docker(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('docker', args)
  return stdout.trim()
}

/** Docker with only our image, so that a test of cleaning up leaves all other images alone. */
function onlyImage(imageId: string | undefined): ContainerEngine {
  const listImages = async (label: string) => (await engine.listImages(label)).filter(({ id }) => id === imageId)
  return Object.assign(new DockerEngine(), { listImages })
}

async function writeJson(path: string, json: object): Promise<void> {
  await mkdir(join(directory, path, '..'), { recursive: true })
  await writeFile(join(directory, path), JSON.stringify(json))
}

/** Bash under another name, with one case that passes and one that fails. */
async function writeToy(pack: string, dockerfile: string, build = 'offline'): Promise<void> {
  await writeJson(`${pack}/language.json`, {
    id: pack,
    name: 'Toy',
    aliases: [],
    editorLanguageIds: [],
    extensions: ['.toy'],
    file: 'main.toy',
    base: 'base',
    build,
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
  it('explains its commands', async () => {
    expect(await lang()).toMatchObject({ code: 64, stderr: expect.stringContaining('list|build|push|test') })
    expect(await lang('fly')).toMatchObject({ code: 64, stderr: expect.stringContaining('Unknown command "lang fly"') })
    expect(await lang('test')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('No language packs selected'),
    })
    expect(await lang('test', '--minutes', 'x', '--all')).toMatchObject({
      code: 64,
      stderr: expect.stringContaining('"x" is not a number of minutes'),
    })
  })

  it('builds and tests, continues after a failure, and shows a matrix', async () => {
    await writeToy(toy, 'FROM sandrun/base-base\nRUN true\n')
    await writeToy(`${toy}-broken`, 'FROM sandrun/base-base\nRUN echo no such thing >&2 && false\n')
    await writeToy(`${toy}-odd`, 'FROM sandrun/base-base\nRUN true\n')
    await writeJson(`${toy}-odd/tests/hello/case.json`, { title: 'Hello' })
    const report = join(directory, 'report.json')
    const { code, stdout, stderr } = await lang('test', '--all', '--report', report)
    expect(stderr).toMatch(/1 of 2 cases/)
    expect(stderr).toContain('exit-3: exit code is 4 instead of 3')
    expect(stdout).toMatch(new RegExp(`^${toy} +✓ +– +✗$`, 'm'))
    expect(stdout).toMatch(new RegExp(`^✗ ${toy}-broken: no image: `, 'm'))
    expect(stdout).toMatch(new RegExp(`^✗ ${toy}-odd: .*case\\.json: "expect": `, 'm'))
    expect(code).toBe(1)
    expect(JSON.parse(await readFile(report, 'utf8'))).toEqual({ passed: 1, failed: 3, skipped: 0 })
    for (const name of ['broken', 'odd']) await rm(join(directory, `${toy}-${name}`), { recursive: true })
    await engine.removeImage(`sandrun/${toy}-odd`)
  })

  it('names the languages that ran out of time', async () => {
    await writeToy(`${toy}-online`, 'FROM sandrun/base-base\n', 'online')
    const { code, stdout } = await lang('test', '--all', '--minutes', '0')
    expect(stdout).toContain(`– ${toy} not tested: the 0 minutes are used up`)
    expect(stdout).toContain(`– ${toy}-online not tested: it needs a source other than Debian, npm and NuGet`)
    expect(code).toBe(0)
    await rm(join(directory, `${toy}-online`), { recursive: true })
  })

  it('lists packs with version, size and state, and the total size', async () => {
    const { stdout } = await lang('list')
    expect(stdout).toMatch(new RegExp(`^${toy} +Toy +5\\.2 +\\d+ MB +built$`, 'm'))
    expect(stdout).toMatch(/^Total image size: \d+ MB/m)
    expect(stdout).toContain('no service is running')
    await writeFile(join(directory, toy, 'Dockerfile'), 'FROM sandrun/base-base\nRUN echo changed\n')
    expect((await lang('list')).stdout).toMatch(new RegExp(`^${toy} .* stale$`, 'm'))
  })

  it('asks an active service for its warm sandboxes', async () => {
    await cp(join(LANGUAGES, 'bash'), join(directory, 'bash'), { recursive: true })
    await using service = await startService({ SANDRUN_LANGUAGES_DIR: directory })
    const listed = async () => (await lang('list', '--url', service.url.href)).stdout
    await expect.poll(listed).toMatch(/^bash +Bash .* built +1$/m)
    expect(await listed()).not.toContain('no service is running')
    await rm(join(directory, 'bash'), { recursive: true })
  })

  it('creates a new pack that passes once two fields are filled in', async () => {
    const made = await lang('new', fresh, '--package', 'bash', '--extension', '.fresh')
    expect(made).toMatchObject({ code: 0, stdout: expect.stringContaining('samples/hello.fresh') })
    expect(await lang('new', fresh)).toMatchObject({ code: 64, stderr: expect.stringContaining('already exists') })

    const path = join(directory, fresh, 'language.json')
    const manifest: unknown = JSON.parse(await readFile(path, 'utf8'))
    const run = { argv: ['bash', '{file}', '{args}'] }
    await writeFile(path, JSON.stringify(Object.assign({}, manifest, { run })))
    await writeFile(join(directory, fresh, 'samples/hello.fresh'), "echo 'Hello, world!'\n")
    const { code, stdout } = await lang('test', fresh)
    expect(stdout).toMatch(new RegExp(`^${fresh} +✓$`, 'm'))
    expect(code).toBe(0)
  })

  it('removes replaced images, and none in use', async () => {
    await writeFile(join(directory, fresh, 'Dockerfile'), 'FROM sandrun/base-base\nRUN echo one\n')
    expect(await lang('build', fresh)).toMatchObject({ code: 0 })
    const old = await engine.inspectImage(`sandrun/${fresh}`)
    const container = await docker('create', `sandrun/${fresh}`, 'true')
    await writeFile(join(directory, fresh, 'Dockerfile'), 'FROM sandrun/base-base\nRUN echo two\n')
    expect(await lang('build', fresh)).toMatchObject({ code: 0 })
    expect(await engine.removeUnusedImage(old?.id ?? '')).toBe(false)
    await docker('rm', container)
    const { removed } = await pruneImages(await loadCatalog(directory), onlyImage(old?.id))
    expect(removed).toBe(1)
    expect(await engine.inspectImage(old?.id ?? '')).toBeNull()
    expect(await engine.inspectImage(`sandrun/${fresh}`)).not.toBeNull()
  })

  it('removes a pack with its image, but only after a confirmation', async () => {
    expect(await lang('remove', fresh)).toMatchObject({ code: 64, stderr: expect.stringContaining('--yes') })
    expect(await lang('remove', fresh, '--yes')).toMatchObject({ code: 0 })
    expect(await engine.inspectImage(`sandrun/${fresh}`)).toBeNull()
    expect(await readdir(directory)).not.toContain(fresh)
  })

  describe('add', () => {
    let elsewhere: string

    beforeEach(async () => {
      elsewhere = await mkdtemp(join(tmpdir(), 'sandrun-elsewhere-'))
      const moved = join(elsewhere, 'any name')
      await writeToy(fresh, 'FROM sandrun/base-base\n')
      await rename(join(directory, fresh), moved)
    })
    afterEach(async () => {
      await rm(elsewhere, { recursive: true })
      await rm(join(directory, fresh), { recursive: true, force: true })
    })
    /** Whether it succeeds or not, only the pack may be left. */
    const leftovers = async () => (await readdir(directory)).filter((name) => name.startsWith('.'))
    const sh = (command: string): Promise<unknown> => promisify(execFile)('sh', ['-c', command], { cwd: elsewhere })

    it.each([
      ['a folder', 'true', 'any name'],
      ['an archive', 'tar -czf pack.tgz "any name"', 'pack.tgz'],
      ['an archive without a folder', 'tar -C "any name" -cf pack.tar .', 'pack.tar'],
      [
        'a git repository',
        'mv "any name" repo && cd repo && git init -q && git add . && git -c user.name=t -c user.email=t@t commit -qm x',
        'repo/.git',
      ],
    ])('takes a pack from %s', async (_what, command, source) => {
      await sh(command)
      const from = source.endsWith('.git') ? `file://${join(elsewhere, source)}` : join(elsewhere, source)
      const { code, stdout } = await lang('add', from)
      expect(stdout).toContain(`Added ${fresh} (Toy), with 2 tests`)
      expect(code).toBe(0)
      expect((await lang('list')).stdout).toMatch(new RegExp(`^${fresh} +Toy .*not built`, 'm'))
      expect(await readdir(join(directory, fresh))).not.toContain('.git')
      expect(await leftovers()).toEqual([])
      expect(await lang('add', from)).toMatchObject({ code: 64, stderr: expect.stringContaining('already exists') })
    })

    it.each([
      ['a field', 'cd "any name" && sed -i s/offline/sometimes/ language.json', 'any name/language.json: "build": '],
      ['a test', 'cd "any name" && echo "{}" > tests/hello/case.json', 'tests/hello/case.json: "title": '],
      ['the manifest', 'rm "any name/language.json"', 'has no language.json'],
    ])('refuses one in which %s is wrong, and says where', async (_what, command, message) => {
      await sh(command)
      expect(await lang('add', join(elsewhere, 'any name'))).toMatchObject({
        code: 64,
        stderr: expect.stringContaining(message),
      })
      expect(await leftovers()).toEqual([])
    })

    it.each([
      ['leaves its folder', 'mkdir up && cd up && tar -cPf ../pack.tar ../any\\ name', '"../any name'],
      ['is not a tar file', 'head -c 5000 /dev/urandom > pack.tar', "Can't unpack"],
      ['does not exist', 'true', 'does not exist'],
    ])('refuses an archive that %s', async (_what, command, message) => {
      await sh(command)
      expect(await lang('add', join(elsewhere, 'pack.tar'))).toMatchObject({
        code: 64,
        stderr: expect.stringContaining(message),
      })
    })
  })
})
