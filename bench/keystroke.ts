import type { BenchService } from './bench-service.ts'
import { median, quantile } from './statistics.ts'

/** Milliseconds from sending a key to its echo by the sandbox's terminal. */
export async function benchKeystroke(service: BenchService, keys: number): Promise<{ median: number; p99: number }> {
  await service.warm('python')
  using client = await service.connect()
  let echoed = Promise.withResolvers<void>()
  const run = client.run(
    { language: 'python', code: 'input("> ")', tty: { cols: 80, rows: 24 } },
    { output: () => echoed.resolve() },
  )
  // The prompt: from now on all output is an echo.
  await echoed.promise
  const times: number[] = []
  for (let key = 0; key < keys; key++) {
    echoed = Promise.withResolvers()
    const begin = performance.now()
    await run.writeStdin(Uint8Array.of(0x61))
    await echoed.promise
    times.push(performance.now() - begin)
  }
  run.cancel()
  await run.result
  return { median: median(times), p99: quantile(times, 0.99) }
}
