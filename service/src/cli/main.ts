import { existsSync } from 'node:fs'
import { CommanderError } from '@commander-js/extra-typings'
import { app } from './app/app.ts'
import { configPath } from './config/config-path.ts'

/** As `sandrun config set color` says, where the environment (no-color.org, force-color.org) does not. */
async function chooseColors(): Promise<void> {
  if (process.env['NO_COLOR'] !== undefined || process.env['FORCE_COLOR'] !== undefined) return
  if (!existsSync(configPath(process.env))) return
  const { readUserConfig } = await import('./config/user-config.ts')
  // A file that can't be used is told of where it is needed.
  const { color } = await readUserConfig(process.env).catch(() => ({ color: undefined }))
  if (color === 'never') process.env['NO_COLOR'] = '1'
  if (color === 'always') process.env['FORCE_COLOR'] = '1'
}

/** Commands set the exit code themselves. */
async function main([name = 'help', ...words]: readonly string[]): Promise<void> {
  try {
    const asksForHelp = name === '--help' || name === '-h'
    await app.parseAsync([asksForHelp ? 'help' : name, ...words], { from: 'user' })
  } catch (error) {
    // Help or the version was asked for, and is printed.
    if (error instanceof CommanderError) return
    const { reportError } = await import('./command/report-error.ts')
    process.exitCode = reportError(error)
  }
}

/** EX_IOERR of sysexits(3). */
const OUTPUT_FAILED = 74

let outputError: NodeJS.ErrnoException | null = null
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) closes the pipe: what is left to say is for nobody.
  if (error.code !== 'EPIPE') outputError ??= error
})

await chooseColors()
await main(process.argv.slice(2))
process.on('exit', () => {
  if (outputError === null) return
  process.stderr.write(
    `sandrun: Can't write the output (${outputError.code}).\n         Free some space or write somewhere else.\n`,
  )
  process.exitCode = OUTPUT_FAILED
})
