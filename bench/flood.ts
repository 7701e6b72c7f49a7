import { type BenchService, residentMb } from './bench-service.ts'

const FLOOD_BYTES = 200 * 2 ** 20

/** Numbers its lines, so that a missing or doubled byte shows. */
const FLOOD = `
import os
line = b"x" * 65535 + b"\\n"
for _ in range(${FLOOD_BYTES / 65_536}): os.write(1, line)
`

const ENDLESS = 'import os\nwhile True: os.write(1, b"x" * 65536)'

export interface FloodFigures {
  seconds: number
  megabytesPerSecond: number
  /** The service's largest growth in resident memory, in MiB. */
  growthMb: number
  complete: boolean
}

/** 200 MB of live output through the whole chain; a slow client waits a moment at every 256 KiB. */
export async function benchFlood(service: BenchService, { slow }: { slow: boolean }): Promise<FloodFigures> {
  await service.warm('python')
  using client = await service.connect()
  const before = residentMb(service.pid)
  let peak = before
  let received = 0
  let unread = 0
  const begin = performance.now()
  const run = client.run(
    { language: 'python', code: FLOOD, limits: { cpuMs: 60_000, wallMs: 300_000 } },
    {
      output(_channel, bytes) {
        received += bytes.length
        unread += bytes.length
        if (unread < 256 * 1024) return undefined
        unread = 0
        peak = Math.max(peak, residentMb(service.pid))
        return slow ? new Promise((resolve) => setTimeout(resolve, 5)) : undefined
      },
    },
  )
  const { verdict } = await run.result
  const seconds = (performance.now() - begin) / 1000
  return {
    seconds,
    megabytesPerSecond: received / 2 ** 20 / seconds,
    growthMb: peak - before,
    complete: verdict === 'ok' && received === FLOOD_BYTES,
  }
}

/** Milliseconds from SIGINT during a flood to the end of the run. */
export async function benchInterrupt(service: BenchService): Promise<number> {
  await service.warm('python')
  using client = await service.connect()
  const flowing = Promise.withResolvers<void>()
  let received = 0
  const run = client.run(
    { language: 'python', code: ENDLESS, limits: { cpuMs: 60_000 } },
    {
      output(_channel, bytes) {
        received += bytes.length
        if (received > 20 * 2 ** 20) flowing.resolve()
      },
    },
  )
  await flowing.promise
  const begin = performance.now()
  run.signal('SIGINT')
  await run.result
  return performance.now() - begin
}

/** Milliseconds from cancelling a program that ignores SIGTERM to its exit. */
export async function benchCancel(service: BenchService): Promise<number> {
  await service.warm('bash')
  using client = await service.connect()
  const ready = Promise.withResolvers<void>()
  const run = client.run(
    { language: 'bash', code: 'trap "" TERM; echo ready; while :; do sleep 1; done' },
    { output: () => ready.resolve() },
  )
  await ready.promise
  const begin = performance.now()
  run.cancel()
  await run.result
  return performance.now() - begin
}
