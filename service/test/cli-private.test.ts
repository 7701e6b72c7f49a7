import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, readdir } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DockerEngine } from '../src/drivers/docker/docker-engine.ts'
import { LABELS } from '../src/model/labels.ts'
import { MAIN, withoutService, makeWorkspace, openScreen, PATIENCE, sandrun, type Workspace } from './support/cli.ts'
import { startService } from './support/service.ts'

const engine = new DockerEngine()
let workspace: Workspace

beforeAll(async () => {
  workspace = await makeWorkspace()
})
afterAll(() => workspace[Symbol.asyncDispose]())

/** The containers that a process has created, by state. */
async function containersOf(pid: number | undefined, state?: string): Promise<unknown[]> {
  const found = await engine.listContainers({ [LABELS.owner]: '' })
  return found.filter(
    (container) =>
      container.labels[LABELS.owner]?.startsWith(`${hostname()}:${pid}:`) === true &&
      (state === undefined || container.state === state),
  )
}

/** A command that runs this with pipes and no service. */
function spawnRun(code: string) {
  const env = { ...process.env, ...withoutService(workspace.path) }
  return spawn(process.execPath, [MAIN, 'run', '-l', 'bash', '-e', code], { env, stdio: ['pipe', 'pipe', 'inherit'] })
}

const WAITING = 'trap "" TERM HUP; echo ready; while :; do sleep 0.05; done'

describe('without a service, the command', () => {
  it('runs anyway, writes nothing else into a pipe, and leaves no container', async () => {
    const child = spawnRun('cat; exit 3')
    child.stdin.end('typed')
    let output = ''
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const [code] = await once(child, 'close')
    expect({ code, output }).toEqual({ code: 3, output: 'typed' })
    expect(await containersOf(child.pid)).toEqual([])
  })

  it('leaves no file', async () => {
    const state = join(workspace.path, 'state')
    await mkdir(state)
    const env = { ...withoutService(workspace.path), TMPDIR: state, XDG_STATE_HOME: state, XDG_CACHE_HOME: state }
    const code = '#include <stdio.h>\nint main(void) { puts("compiled"); }'
    expect(await sandrun(['run', '-l', 'c', '-e', code], { env })).toMatchObject({ code: 0, stdout: 'compiled\n' })
    expect(await readdir(state)).toEqual([])
  })

  it('needs only a clone: npx finds it', async () => {
    const bin = fileURLToPath(new URL('../../bin/sandrun.mjs', import.meta.url))
    const env = { ...process.env, ...withoutService(workspace.path) }
    const args = [bin, 'run', '-l', 'bash', '-e', 'echo "$1"', '--', 'works']
    const { stdout } = await promisify(execFile)(process.execPath, args, { env })
    expect(stdout).toBe('works\n')
  })

  it('leaves no container when it is interrupted', async () => {
    const child = spawnRun('echo ready; while :; do sleep 0.05; done')
    await once(child.stdout, 'data')
    expect(await containersOf(child.pid, 'running')).toHaveLength(1)
    child.kill('SIGINT')
    const [code] = await once(child, 'exit')
    expect(code).toBe(130)
    expect(await containersOf(child.pid)).toEqual([])
  })

  it('leaves no running container when it is killed', async () => {
    const child = spawnRun(WAITING)
    await once(child.stdout, 'data')
    expect(await containersOf(child.pid, 'running')).toHaveLength(1)
    child.kill('SIGKILL')
    await once(child, 'exit')
    await expect.poll(() => containersOf(child.pid, 'running'), PATIENCE).toEqual([])
  })

  it('lists the languages', async () => {
    const { stdout } = await sandrun(['languages'], { env: withoutService(workspace.path) })
    expect(stdout).toMatch(/^python +Python +3\.13/m)
  })

  it('uses a service that runs on this machine', async () => {
    await using service = await startService()
    const env = { ...withoutService(workspace.path), PORT: service.url.port }
    expect(await sandrun(['run', '-l', 'bash', '-e', 'echo here'], { env })).toMatchObject({ stdout: 'here\n' })
    expect(service.log.some((line) => line.includes('run ended'))).toBe(true)
  })

  it('does not replace a chosen service', async () => {
    const env = { ...withoutService(workspace.path), SANDRUN_URL: 'http://127.0.0.1:9' }
    expect(await sandrun(['run', '-l', 'bash', '-e', 'echo'], { env })).toMatchObject({ code: 69, stdout: '' })
  })

  it('says what is wrong if Docker does not answer', async () => {
    const env = { ...withoutService(workspace.path), DOCKER_HOST: 'unix:///nonexistent/docker.sock' }
    const { code, stderr } = await sandrun(['run', '-l', 'bash', '-e', 'echo'], { env })
    expect(code).toBe(69)
    expect(stderr).toMatch(/Can't reach Docker[^]*sandrun doctor/)
  })
})

describe('a missing image', () => {
  const id = `toy-${randomBytes(4).toString('hex')}`
  const slow = `${id}-slow`

  beforeAll(async () => {
    // By its id, because one of our languages would need a folder.
    const bash = await engine.inspectImage('sandrun/bash')
    const from = `FROM ${bash?.id.replace('sha256:', '')}\n`
    await workspace.write('languages/_bases/base/Dockerfile', from)
    await writePack(id, from)
    await writePack(slow, `${from}RUN sleep 600 && echo ${slow}\n`)
    await workspace.write('program.toy', 'read line; echo "toy: $line"')
  })
  afterAll(() => engine.removeImage(`sandrun/${id}`))

  const environment = (): NodeJS.ProcessEnv => ({
    ...withoutService(workspace.path),
    SANDRUN_LANGUAGES_DIR: join(workspace.path, 'languages'),
  })

  it('is built for the run, with progress at a terminal', async () => {
    using screen = openScreen(environment(), workspace.path)
    screen.run('run', '--lang', id, 'program.toy')
    await expect.poll(screen.look, PATIENCE).toContain(`building sandrun/${id}`)
    await expect.poll(screen.look, PATIENCE).toContain(`built sandrun/${id}`)
    screen.type('hello', 'Enter')
    await expect.poll(screen.look, PATIENCE).toMatch(/toy: hello\n(.*\n)*code=0/)
  })

  it('stops building when the command is interrupted', async () => {
    using screen = openScreen(environment(), workspace.path)
    screen.run('run', '--lang', slow, 'program.toy')
    // The builder's own lines replace each other in the last line.
    await expect.poll(screen.look, PATIENCE).toMatch(/Running in [0-9a-f]{12}/)
    const builder = /Running in ([0-9a-f]{12})/.exec(screen.look())?.[1] ?? ''
    screen.type('C-c')
    await expect.poll(screen.look, PATIENCE).toContain('code=130')
    expect(screen.look()).not.toContain('failed')
    const ids = async (): Promise<string> => (await promisify(execFile)('docker', ['ps', '--quiet'])).stdout
    await expect.poll(ids, PATIENCE).not.toContain(builder)
    expect(await engine.inspectImage(`sandrun/${slow}`)).toBeNull()
  })
})

async function writePack(id: string, dockerfile: string): Promise<void> {
  const manifest = {
    id,
    name: 'Toy',
    aliases: [],
    editorLanguageIds: [],
    extensions: ['.toy'],
    file: 'main.toy',
    base: 'base',
    build: 'offline',
    version: { argv: ['bash', '--version'], pattern: 'version (\\d+)' },
    run: { argv: ['bash', '{file}', '{args}'] },
  }
  await workspace.write(`languages/${id}/language.json`, JSON.stringify(manifest))
  await workspace.write(`languages/${id}/Dockerfile`, dockerfile)
}
