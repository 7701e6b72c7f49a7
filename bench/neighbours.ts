import type { ActiveRun, RunClient } from '@sandrun/shared/client'
import { startBenchService } from './bench-service.ts'
import { benchKeystroke } from './keystroke.ts'

/** Room for the neighbours and the program that has the terminal. */
const SANDBOXES = 40

/** Says that it runs, then takes all the processor time that it gets. */
const BURNER = { language: 'bash', code: 'echo up; while :; do :; done', limits: { cpuMs: 60_000, wallMs: 300_000 } }

/** Milliseconds from sending a key to its echo while so many neighbours burn processor time, on its own service. */
export async function benchNeighbours(count: number, keys: number): Promise<{ median: number; p99: number }> {
  await using service = await startBenchService({
    SANDRUN_MAX_SANDBOXES: String(SANDBOXES),
    // Otherwise one client's runs have a third of the places.
    SANDRUN_CAPS: `running=${SANDBOXES}`,
    SANDRUN_STARTERS: 'python',
  })
  // It waits before the neighbours come.
  await service.warm('python')
  const clients = await Promise.all(Array.from({ length: count }, () => service.connect()))
  const burners: ActiveRun[] = []
  try {
    await Promise.all(clients.map(async (client) => burners.push(await burn(client))))
    return await benchKeystroke(service, keys)
  } finally {
    for (const burner of burners) burner.cancel()
    await Promise.all(burners.map(({ result }) => result))
    for (const client of clients) client.close()
  }
}

/** Resolves when the program burns. */
async function burn(client: RunClient): Promise<ActiveRun> {
  const up = Promise.withResolvers<void>()
  const run = client.run(BURNER, { output: () => up.resolve() })
  await Promise.race([up.promise, run.result.then(({ verdict }) => Promise.reject(new Error(`it ended: ${verdict}`)))])
  return run
}
