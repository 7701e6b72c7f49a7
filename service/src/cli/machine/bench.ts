import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Command, parseOptions, UsageError } from '../command/command.ts'

/** In a clone; a package does not hold it. */
const BENCH = new URL('../../../../scripts/bench/main.ts', import.meta.url)

export const benchCommand: Command = {
  about: 'measure this machine: Sandrun beside plain containers',
  usage: ['bench'],
  options: {},
  notes:
    'It takes some minutes and wants a machine that does nothing else. The exit code is 1 when a figure is missed.',
  examples: ['sandrun bench > figures.md'],
  run,
}

async function run(argv: readonly string[]): Promise<number> {
  parseOptions('bench', argv, {})
  if (!existsSync(fileURLToPath(BENCH))) {
    throw new UsageError('The bench is not here.', 'Clone the repository, then: npm run bench')
  }
  await import(BENCH.href)
  return Number(process.exitCode ?? 0)
}
