import { execFile, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, mkdtempDisposable, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { readConfig } from '../src/settings/environment.ts'
import { DockerEngine } from '../src/drivers/docker/docker-engine.ts'
import { claimNode } from '../src/drivers/sqlite/node-identity.ts'
import { LABELS } from '../src/model/labels.ts'
import { sandrun } from './support/cli.ts'
import { startDockerProxy } from './support/docker-proxy.ts'
import { spawnService } from './support/service-process.ts'
import { connect, post, startService, watch } from './support/service.ts'

const engine = new DockerEngine()
const python = { language: 'python', code: 'print(1)' }

const newInstance = (): string => `test-${randomBytes(6).toString('hex')}`

/** Runs the Docker command. */
const call = async (...args: readonly string[]): Promise<string> =>
  (await promisify(execFile)('docker', args)).stdout.trim()

/** Ids of an installation's containers, running ones or in any state. */
async function containersOf(instance: string, state?: string): Promise<string[]> {
  const found = await engine.listContainers({ [LABELS.instance]: instance })
  return found.filter((container) => state === undefined || container.state === state).map(({ id }) => id)
}

it('leaves no container behind when it is killed in mid-run, and none in any state after its next start', async () => {
  const instance = newInstance()
  const { child, url } = await spawnService({ SANDRUN_INSTANCE: instance })
  const client = await connect({ url })
  const run = watch(client, { language: 'bash', code: 'trap "" TERM HUP; echo ready; while :; do sleep 0.05; done' })
  run.result.catch(() => {})
  await run.sees('ready')
  expect(await containersOf(instance, 'running')).not.toEqual([])

  child.kill('SIGKILL')
  await once(child, 'exit')
  await expect.poll(() => containersOf(instance, 'running')).toEqual([])

  await using _next = await startService({ SANDRUN_INSTANCE: instance })
  const owners = (await engine.listContainers({ [LABELS.instance]: instance })).map(
    ({ labels }) => labels[LABELS.owner],
  )
  expect(owners.filter((owner) => owner?.includes(`:${child.pid}:`))).toEqual([])
})

it('sweeps containers of a dead process of its node, and never those of another node of the installation', async () => {
  const instance = newInstance()
  const stateDir = await mkdtemp(join(tmpdir(), 'sandrun-state-'))
  const earlier = await spawnService({ SANDRUN_INSTANCE: instance, SANDRUN_STATE_DIR: stateDir })
  await earlier.kill()
  const node = claimNode(stateDir)
  node[Symbol.dispose]()
  const create = async (owner: string, of: string): Promise<void> => {
    const labels = { [LABELS.owner]: owner, [LABELS.instance]: instance, [LABELS.node]: of }
    const options = Object.entries(labels).flatMap(([name, value]) => ['--label', `${name}=${value}`])
    await once(spawn('docker', ['create', ...options, 'sandrun/python']), 'exit')
  }
  // It appears to come from another host: a recreated container has a new name.
  await create('gone:1:1', node.id)
  await create('living:1:1', 'another-node')
  const ownedBy = (owner: string): ReturnType<DockerEngine['listContainers']> =>
    engine.listContainers({ [LABELS.instance]: instance, [LABELS.owner]: owner })
  expect(await ownedBy('gone:1:1')).toMatchObject([{ state: 'created' }])
  await using _next = await startService({ SANDRUN_INSTANCE: instance, SANDRUN_STATE_DIR: stateDir })
  expect(await ownedBy('gone:1:1')).toEqual([])
  const [kept] = await ownedBy('living:1:1')
  expect(kept).toMatchObject({ state: 'created' })
  await engine.removeContainer(kept?.id ?? '')
})

it('removes what an engine left that died meanwhile, without a restart, and nothing that lives', async () => {
  await using service = await startService()
  using client = await connect(service)
  const run = watch(client, { language: 'bash', code: 'echo ready; read line; echo "$line"' })
  await run.sees('ready')
  const [own] = await engine.listContainers({ [LABELS.instance]: service.instance })
  const labelled = (labels: Record<string, string> = {}): string[] =>
    Object.entries({ ...own?.labels, ...labels }).flatMap(([name, value]) => ['--label', `${name}=${value}`])
  // As if Docker had died between the creation of a container and its answer, and after its removal.
  const left = await call('create', ...labelled(), 'sandrun/bash')
  const volume = await call('volume', 'create', ...labelled())
  const others = await call('create', ...labelled({ [LABELS.node]: 'another-node' }), 'sandrun/bash')
  const isThere = async (id: string): Promise<boolean> =>
    (await engine.listContainers({ [LABELS.instance]: service.instance })).some((container) => container.id === id)
  const volumes = (): Promise<string[]> => engine.listVolumes(`${LABELS.instance}=${service.instance}`)
  try {
    // It looks every two seconds.
    await expect.poll(() => isThere(left)).toBe(false)
    await expect.poll(volumes).not.toContain(volume)
    expect(await isThere(others)).toBe(true)
    run.send('still here\n')
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok', run: { stdout: 'ready\nstill here\n' } })
  } finally {
    for (const id of [left, others]) await engine.removeContainer(id)
    await engine.removeVolume(volume)
  }
})

it('labels every volume of a sandbox, which goes with it', async () => {
  const service = await startService()
  await post(service, { language: 'bash', code: 'true' })
  const volumes = (): Promise<string[]> => engine.listVolumes(`${LABELS.instance}=${service.instance}`)
  expect(await volumes()).not.toEqual([])
  await service[Symbol.asyncDispose]()
  await expect.poll(volumes).toEqual([])
})

it('on a taken port says so, exits with 1, and leaves the runs of the first service alone', async () => {
  const environment = { SANDRUN_INSTANCE: newInstance(), SANDRUN_STATE_DIR: await mkdtemp(join(tmpdir(), 'sandrun-')) }
  const first = await spawnService(environment)
  const client = await connect(first)
  const run = watch(client, { language: 'python', code: 'print("ready", flush=True)\nprint(input())' })
  await run.sees('ready')
  const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
  const second = spawn(process.execPath, [main, 'serve'], {
    env: { ...process.env, ...environment, HOST: '127.0.0.1', PORT: first.url.port },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, [code]] = await Promise.all([text(second.stderr), once(second, 'exit')])
  expect(said).toContain('EADDRINUSE')
  expect(code).toBe(1)
  run.send('still here\n')
  await expect(run.result).resolves.toMatchObject({ verdict: 'ok', run: { stdout: 'ready\nstill here\n' } })
  await first.stop()
})

it('leaves nothing when it closes in mid-run', async () => {
  const service = await startService()
  const client = await connect(service)
  const run = watch(client, { language: 'bash', code: 'echo ready; while :; do sleep 0.05; done' })
  await run.sees('ready')
  await service[Symbol.asyncDispose]()
  await expect(run.result).resolves.toMatchObject({ verdict: 'cancelled' })
  expect(await containersOf(service.instance)).toEqual([])
})

it('removes the sandbox of an ended run, and gives each run another', async () => {
  await using service = await startService()
  const identify = {
    language: 'bash',
    code: 'id -u; cat /etc/hostname; echo x >/work/trace; echo x >/tmp/trace; ls /work',
  }
  const first = await post(service, identify)
  const second = await post(service, identify)
  expect(first.run?.stdout).toMatch(/^\d+\nsandbox\nmain.sh\ntrace\n$/)
  expect(first.run?.stdout).not.toBe(second.run?.stdout)
})

it('refuses runs while Docker does not answer, and continues when it does', async () => {
  await using docker = await startDockerProxy()
  await using service = await startService({}, docker.engine)
  await expect(post(service, python)).resolves.toMatchObject({ verdict: 'ok' })
  await docker.stop()
  const ready = (): Promise<Response> => fetch(new URL('/readyz', service.url))
  // The service checks Docker every two seconds.
  await expect.poll(async () => (await ready()).status).toBe(503)
  expect(await (await ready()).json()).toMatchObject({ error: { code: 'docker-unavailable', retryable: true } })
  expect((await fetch(new URL('/healthz', service.url))).status).toBe(200)
  await expect(post(service, python)).rejects.toThrow('docker-unavailable')
  await docker.start()
  await expect(post(service, python)).resolves.toMatchObject({ verdict: 'ok' })
  await expect.poll(async () => (await ready()).status).toBe(200)
})

it('ends a run whose Docker stops answering, with a verdict that says so', async () => {
  await using docker = await startDockerProxy()
  await using service = await startService({}, docker.engine)
  using client = await connect(service)
  const run = watch(client, { language: 'bash', code: 'echo ready; while :; do sleep 0.05; done' })
  await run.sees('ready')
  await docker.stop()
  await expect(run.result).resolves.toMatchObject({ verdict: 'internal-error', message: /sandbox was lost/ })
  await docker.start()
})

it('says what to build if an image is missing', async () => {
  const languagesDir = await mkdtemp(join(tmpdir(), 'languages-'))
  try {
    const source = join(readConfig(process.env).languagesDir, 'bash')
    const target = join(languagesDir, 'ghost')
    await cp(source, target, { recursive: true })
    const manifest: object = JSON.parse(await readFile(join(source, 'language.json'), 'utf8'))
    await writeFile(join(target, 'language.json'), JSON.stringify({ ...manifest, id: 'ghost', aliases: [] }))
    await using service = await startService({ SANDRUN_LANGUAGES_DIR: languagesDir })
    await expect(post(service, { language: 'ghost', code: 'echo' })).rejects.toThrow(
      /503.*image-missing.*sandrun lang build ghost/,
    )
  } finally {
    await rm(languagesDir, { recursive: true })
  }
})

it('queues runs that do not fit, reports their place, and refuses runs beyond the queue', async () => {
  await using service = await startService({ SANDRUN_MAX_SANDBOXES: '1', SANDRUN_MAX_QUEUED: '2' })
  const clients = await Promise.all([0, 1, 2, 3].map(() => connect(service)))
  const [first, second, third, fourth] = clients
  if (!first || !second || !third || !fourth) throw new Error('four clients were asked for')
  const running = watch(first, { language: 'bash', code: 'echo ready; read line' })
  await running.sees('ready')
  const places: string[] = []
  const waiting = watch(second, { language: 'bash', code: 'echo b' }, { queued: (place) => places.push(`b${place}`) })
  await expect.poll(() => places).toEqual(['b1'])
  const last = watch(third, { language: 'bash', code: 'echo c' }, { queued: (place) => places.push(`c${place}`) })
  await expect.poll(() => places).toEqual(['b1', 'c2'])
  await expect(watch(fourth, { language: 'bash', code: 'echo d' }).result).rejects.toMatchObject({ code: 'queue-full' })
  running.send('\n')
  await expect(waiting.result).resolves.toMatchObject({ verdict: 'ok' })
  await expect(last.result).resolves.toMatchObject({ verdict: 'ok' })
  expect(places).toEqual(['b1', 'c2', 'c1'])
  for (const client of clients) client.close()
})

it('puts all sandboxes into the cgroup of the settings', async () => {
  const instance = newInstance()
  const driver = await call('info', '--format', '{{.CgroupDriver}}')
  const parent = driver === 'systemd' ? 'sandruntest.slice' : '/sandruntest'
  await using service = await startService({ SANDRUN_INSTANCE: instance, SANDRUN_CGROUP_PARENT: parent })
  const run = watch(await connect(service), { language: 'bash', code: 'echo ready; sleep 60' })
  run.result.catch(() => {})
  await run.sees('ready')
  const [id = ''] = await containersOf(instance, 'running')
  const pid = await call('inspect', '--format', '{{.State.Pid}}', id)
  expect(await readFile(`/proc/${pid}/cgroup`, 'utf8')).toContain(`/${parent.replace('/', '')}/`)
})

it('says that it can’t open its state, ends, and leaves no sandbox', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sandrun-start-'))
  // Its worker is up, with a warm sandbox, when it comes to the tokens.
  await mkdir(join(folder.path, 'sandrun.db'))
  const instance = newInstance()
  const env = { PORT: '0', SANDRUN_STATE_DIR: folder.path, SANDRUN_INSTANCE: instance, SANDRUN_WARM: 'starters' }
  const { code, stderr } = await sandrun(['serve'], { env })
  expect({ code, stderr }).toMatchObject({ code: 64, stderr: expect.stringContaining('unable to open database file') })
  expect(await containersOf(instance)).toEqual([])
})
