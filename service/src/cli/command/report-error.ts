import { SandrunError, toSandrunError } from '@sandrun/shared'
import { ConfigError } from '../../settings/file.ts'
import { CommandError } from './command-error.ts'
import { exitCodeOf, INTERRUPTED } from './exit-code.ts'
import { Interrupted } from './interrupts.ts'
import { plain, tellError } from './message.ts'
import { USAGE } from './usage-error.ts'

/** Prints what happened and what to do, and returns the exit code. */
export function reportError(error: unknown): number {
  if (error instanceof Interrupted) return INTERRUPTED
  if (error instanceof CommandError) {
    tellError(error.message, error.hint)
    return error.exitCode
  }
  if (error instanceof ConfigError) {
    tellError(error.message, 'docs/operations.md and docs/cli.md list every setting.')
    return USAGE
  }
  const known = toSandrunError(error)
  tellError(known.message, known.hint)
  if (!(error instanceof SandrunError) && error instanceof Error) {
    process.stderr.write(`${plain(error.stack ?? error.message)}\n`)
  }
  return exitCodeOf(known)
}
