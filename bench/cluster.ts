import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startBenchRedis } from './bench-redis.ts'
import { type BenchService, startBenchService } from './bench-service.ts'
import { timeFirstByte } from './first-byte.ts'
import { benchKeystroke } from './keystroke.ts'
import { ms } from './page.ts'
import { median, quantile } from './statistics.ts'

/** What a gateway, Redis and a worker may add to the time until the first byte, in milliseconds. */
const WANTED_MS = 5

/** Lets one measurement finish its clean-up, and both pools make their next sandboxes. */
const SETTLE_MS = 1000

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '40' } }, allowPositionals: true })
const rounds = Number(values.rounds)

await using redis = await startBenchRedis()
const folder = await mkdtemp(join(tmpdir(), 'sandrun-bench-'))
await using stack = new AsyncDisposableStack()
stack.defer(() => rm(folder, { recursive: true }))
const start = (name: string, environment: Record<string, string> = {}): Promise<BenchService> =>
  startBenchService({ SANDRUN_STARTERS: 'python', SANDRUN_STATE_DIR: join(folder, name), ...environment })
const member = (role: string): Promise<BenchService> => start(role, { SANDRUN_ROLE: role, SANDRUN_REDIS: redis.url })
await using alone = await start('alone')
await using _worker = await member('worker')
await using gateway = await member('gateway')

const services = { alone, cluster: gateway }
const firstByte: Record<keyof typeof services, number[]> = { alone: [], cluster: [] }
using aloneClient = await alone.connect()
using clusterClient = await gateway.connect()
const clients = { alone: aloneClient, cluster: clusterClient }
for (let round = 0; round < rounds; round++) {
  // In turns, so that a machine that changes its speed changes it for both.
  for (const name of ['alone', 'cluster'] as const) {
    await services[name].warm('python', { prepared: true })
    await delay(SETTLE_MS)
    firstByte[name].push(await timeFirstByte(clients[name]))
  }
}
const keys = { alone: await benchKeystroke(alone, 200), cluster: await benchKeystroke(gateway, 200) }
const added = median(firstByte.cluster) - median(firstByte.alone)

process.stdout.write(
  [
    '| Python, from start to first byte | median | 95th percentile | echo of a key, median |',
    '| --- | --- | --- | --- |',
    ...(['alone', 'cluster'] as const).map(
      (name) =>
        `| ${name === 'alone' ? 'one process' : 'gateway, Redis and worker'} | ${ms(median(firstByte[name]))} | ` +
        `${ms(quantile(firstByte[name], 0.95))} | ${ms(keys[name].median)} |`,
    ),
    '',
    `A cluster adds ${ms(added)} (wanted: at most ${ms(WANTED_MS)}).`,
    '',
  ].join('\n'),
)
process.exitCode = added <= WANTED_MS ? 0 : 1
