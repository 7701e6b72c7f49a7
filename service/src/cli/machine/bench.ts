import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { UsageError } from '../command/usage-error.ts'

/** Exists only in a clone, not in a package. */
const BENCH = new URL('../../../../scripts/bench/main.ts', import.meta.url)

/** Prints the figures, and returns the exit code. */
export async function bench(): Promise<number> {
  if (!existsSync(fileURLToPath(BENCH))) {
    throw new UsageError('This installation has no bench.', 'Clone the repository, then run: npm run bench')
  }
  await import(BENCH.href)
  return Number(process.exitCode ?? 0)
}
