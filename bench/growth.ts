import { execFile } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { type BenchService, residentMb } from './bench-service.ts'
import { firstByte } from './first-byte.ts'
import { Random } from './capacity/random.ts'
import { PROGRAM } from './plain-container.ts'
import { median } from './statistics.ts'

const execute = promisify(execFile)

const ROUNDS = 7
const SETTLE_MS = 200
const ARRIVALS_SECONDS = 20
const SEED = 1

/** Medians of the time to the first byte in milliseconds, of Python programs of these sizes in KiB. */
export async function benchSizes(service: BenchService, sizes: readonly number[]): Promise<number[]> {
  using client = await service.connect()
  const times: number[][] = sizes.map(() => [])
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, kilobytes] of sizes.entries()) {
      await ready(service)
      const comment = `#${'x'.repeat(78)}\n`.repeat(Math.ceil((kilobytes * 1024) / 80))
      times[index]?.push(await firstByte(client, `${comment}${PROGRAM}`))
    }
  return times.map((one) => median(one))
}

export interface ClientsFigures {
  clients: number
  /** The median to the first byte of a run, in milliseconds. */
  firstByte: number
  /** Resident memory of the service beyond that with one client, in MiB. */
  growthMb: number
}

/** A run while so many clients are connected. */
export async function benchClients(service: BenchService, counts: readonly number[]): Promise<ClientsFigures[]> {
  const figures: ClientsFigures[] = []
  const alone = residentMb(service.pid)
  for (const clients of counts) {
    const all = await Promise.all(Array.from({ length: clients }, () => service.connect()))
    const times: number[] = []
    for (const client of all.slice(0, 1)) await repeat(async () => times.push(await firstByte(client)), service)
    figures.push({ clients, firstByte: median(times), growthMb: residentMb(service.pid) - alone })
    for (const one of all) one[Symbol.dispose]()
  }
  return figures
}

/** How many runs started in each way, when `perSecond` of them arrive on average, each at a random time (Poisson). */
export async function benchArrivals(service: BenchService, perSecond: number): Promise<Map<string, number>> {
  const random = new Random(SEED)
  const starts = new Map<string, number>()
  const runs: Promise<void>[] = []
  const end = performance.now() + ARRIVALS_SECONDS * 1000
  while (performance.now() < end) {
    runs.push(
      startOf(service).then((start) => {
        starts.set(start, (starts.get(start) ?? 0) + 1)
      }),
    )
    await setTimeout(random.exponential(1000 / perSecond))
  }
  await Promise.all(runs)
  return starts
}

/** How the run of a new client starts. */
async function startOf(service: BenchService): Promise<string> {
  using client = await service.connect()
  const { start = 'unknown' } = await client.run({ language: 'python', code: PROGRAM }).result
  return start
}

/** Memory of a warm sandbox of a language, in MiB, as Docker counts it: of Bash, and of Python with its runtime. */
export async function benchMemory(service: BenchService): Promise<{ idle: number; prepared: number }> {
  await service.warm('bash')
  await ready(service)
  return { idle: await memoryOf('bash'), prepared: await memoryOf('python') }
}

async function memoryOf(language: string): Promise<number> {
  const name = ['ps', '--filter', `name=^sandrun-${language}-[0-9a-f]+$`, '--format', '{{.Names}}']
  const [container = ''] = (await execute('docker', name)).stdout.split('\n')
  const { stdout } = await execute('docker', ['stats', '--no-stream', '--format', '{{.MemUsage}}', container])
  const [, amount = NaN, unit] = /^([\d.]+)([KM])iB/.exec(stdout) ?? []
  return Number(amount) / (unit === 'K' ? 1024 : 1)
}

async function repeat(measure: () => Promise<unknown>, service: BenchService): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    await ready(service)
    await measure()
  }
}

async function ready(service: BenchService): Promise<void> {
  await service.warm('python', { prepared: true })
  await setTimeout(SETTLE_MS)
}
