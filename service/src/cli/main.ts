import { existsSync } from 'node:fs'
import { CommanderError } from '@commander-js/extra-typings'
import { app } from './app/app.ts'
import { OUTPUT_FAILED } from './command/command-error.ts'
import { configPath } from './config/config-path.ts'

/** Applies `sandrun config set color`, unless the environment decides (no-color.org, force-color.org). */
async function chooseColors(): Promise<void> {
  if (process.env['NO_COLOR'] !== undefined || process.env['FORCE_COLOR'] !== undefined) return
  if (!existsSync(configPath(process.env))) return
  const { readUserConfig } = await import('./config/user-config.ts')
  // Commands that need the file report its errors.
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
    // The help or the version has been printed.
    if (error instanceof CommanderError) return
    const { reportError } = await import('./command/report-error.ts')
    process.exitCode = reportError(error)
  }
}

let outputError: NodeJS.ErrnoException | null = null
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader may close the pipe early (`| head`): drop the rest of the output.
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
