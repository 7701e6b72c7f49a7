import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../command/usage-error.ts'

/** In a clone; a package does not hold it. */
const BENCH = new URL('../../../../scripts/bench/main.ts', import.meta.url)

/** Prints its figures, and gives back the exit code it sets. */
export async function bench(): Promise<number> {
  if (!existsSync(fileURLToPath(BENCH))) {
    throw new UsageError('This installation has no bench.', 'Clone the repository, then run: npm run bench')
  }
  await import(BENCH.href)
  return Number(process.exitCode ?? 0)
}
