import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SessionInfoSchema } from '@sandrun/shared'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { DockerEngine } from '../src/drivers/docker/docker-engine.ts'
import { LABELS } from '../src/model/labels.ts'
import { startRedis } from './support/redis-server.ts'
import { connect, post, watch } from './support/service.ts'
import { type ServiceProcess, spawnService } from './support/service-process.ts'

const INSTANCE = `test-${randomBytes(6).toString('hex')}`

/** How many of the workers' containers have this much memory. */
async function containersWith(memoryMb: number): Promise<number> {
  const containers = await new DockerEngine().listContainers({ [LABELS.instance]: INSTANCE })
  const format = ['--format', '{{.HostConfig.Memory}}']
  // A container that has just ended causes an error, after all the others.
  const all = promisify(execFile)('docker', ['inspect', ...format, ...containers.map(({ id }) => id)])
  const { stdout } = await all.catch((error: { stdout: string }) => error)
  return stdout.split('\n').filter((bytes) => bytes === String(memoryMb * 2 ** 20)).length
}

let stack: AsyncDisposableStack
let gateways: readonly [ServiceProcess, ServiceProcess]

beforeAll(async () => {
  stack = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-state-'))
  stack.defer(() => rm(folder, { recursive: true }))
  const redis = stack.use(await startRedis())
  const add = async (role: string, name: string): Promise<ServiceProcess> => {
    const service = await spawnService({
      SANDRUN_ROLE: role,
      SANDRUN_REDIS: redis.url,
      SANDRUN_STATE_DIR: join(folder, name),
      SANDRUN_INSTANCE: INSTANCE,
      SANDRUN_COMPILE_CACHE_MB: '0',
      SANDRUN_WARM: 'used',
    })
    return stack.adopt(service, (one) => one.stop())
  }
  await Promise.all([add('worker', 'one'), add('worker', 'two')])
  gateways = await Promise.all([add('gateway', 'three'), add('gateway', 'four')])
})
afterAll(() => stack.disposeAsync())

it('runs real programs in real sandboxes, at every gateway', async () => {
  for (const gateway of gateways) {
    const request = { language: 'python', code: 'import sys\nprint(6 * 7)\nsys.exit(3)' }
    expect(await post(gateway, request)).toMatchObject({
      verdict: 'runtime-error',
      run: { stdout: '42\n', exitCode: 3 },
    })
    using client = await connect(gateway)
    const run = watch(client, {
      language: 'python',
      code: 'print("Hello", input("Name? "))',
      tty: { cols: 80, rows: 24 },
    })
    await run.sees('Name? ')
    run.send('Ada\r')
    await run.sees('Hello Ada')
    await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
  }
})

it('runs many at once, on all workers', async () => {
  const code = 'import time\ntime.sleep(1)\nprint(open("/etc/hostname").read())'
  const results = await Promise.all(
    Array.from({ length: 12 }, (_value, at) => post(gateways[at % 2 === 0 ? 0 : 1], { language: 'python', code })),
  )
  expect(new Set(results.map(({ verdict }) => verdict))).toEqual(new Set(['ok']))
})

it('keeps the files of a session from run to run, at every gateway, and removes its sandbox', async () => {
  const send = (gateway: ServiceProcess, method: string, path: string, body?: object): Promise<Response> =>
    fetch(new URL(path, gateway.url), {
      method,
      ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    })
  const [one, other] = gateways
  // No other sandbox has this much.
  const wanted = { language: 'python', limits: { memoryMb: 123 } }
  const { id } = SessionInfoSchema.parse(await (await send(one, 'POST', '/v1/sessions', wanted)).json())
  const code = 'log = open("log", "a+"); log.write(input()); log.seek(0); print(log.read())'
  const first = await post(other, { session: id, code, stdin: 'one ' })
  expect(first).toMatchObject({ verdict: 'ok', run: { stdout: 'one \n' } })
  using client = await connect(one)
  const run = watch(client, { session: id, code })
  run.send('two\n')
  await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
  expect(run.bytes('stdout').toString()).toBe('one two\n')
  expect(await containersWith(123)).toBe(1)
  expect((await send(other, 'DELETE', `/v1/sessions/${id}`)).status).toBe(204)
  expect(await containersWith(123)).toBe(0)
  expect((await send(one, 'GET', `/v1/sessions/${id}`)).status).toBe(404)
})
