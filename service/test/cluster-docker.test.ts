import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
