import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SessionInfoSchema, toLossyText } from '@sandrun/shared'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startRedis } from './support/redis-server.ts'
import { connect, post, watch } from './support/service.ts'
import { type ServiceProcess, spawnService } from './support/service-process.ts'

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
  const { id } = SessionInfoSchema.parse(await (await send(one, 'POST', '/v1/sessions', { language: 'python' })).json())
  const code =
    'log = open("log", "a+"); log.write(input()); log.seek(0); print(log.read(), open("/etc/hostname").read())'
  const first = await post(other, { session: id, code, stdin: 'one ' })
  const [, host = ''] = /^one {2}(\w{12})\n/.exec(toLossyText(first.run?.stdout ?? '')) ?? []
  expect([first.verdict, host]).toEqual(['ok', expect.stringMatching(/^\w{12}$/)])
  using client = await connect(one)
  const run = watch(client, { session: id, code })
  run.send('two\n')
  await expect(run.result).resolves.toMatchObject({ verdict: 'ok' })
  expect(run.bytes('stdout').toString()).toBe(`one two ${host}\n\n`)
  const containers = async (): Promise<string> =>
    (await promisify(execFile)('docker', ['ps', '-aq', '--filter', `id=${host}`])).stdout.trim()
  expect(await containers()).toBe(host)
  expect((await send(other, 'DELETE', `/v1/sessions/${id}`)).status).toBe(204)
  expect(await containers()).toBe('')
  expect((await send(one, 'GET', `/v1/sessions/${id}`)).status).toBe(404)
})
