import { VERSION } from '../model/version.ts'
import { loadCommand } from './app/commands.ts'
import { help } from './app/help.ts'
import { reportError } from './command/report-error.ts'
import { readUserConfig } from './config/user-config.ts'

/** As `sandrun config set color` says, where the environment (no-color.org, force-color.org) does not. */
async function chooseColors(): Promise<void> {
  if (process.env['NO_COLOR'] !== undefined || process.env['FORCE_COLOR'] !== undefined) return
  // A file that can't be used is told of where it is needed.
  const { color } = await readUserConfig(process.env).catch(() => ({ color: undefined }))
  if (color === 'never') process.env['NO_COLOR'] = '1'
  if (color === 'always') process.env['FORCE_COLOR'] = '1'
}

async function main([name = 'help', ...args]: readonly string[]): Promise<number> {
  try {
    if (name === 'help' || name === '--help' || name === '-h') return print(await help(args[0]))
    if (name === '--version' || name === '-v') return print(`${VERSION}\n`)
    if (asksForHelp(args)) return print(await help(name))
    const command = await loadCommand(name)
    return await command.run(args)
  } catch (error) {
    return reportError(error)
  }
}

/** Behind `--` an argument is the program's. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--')
  const ours = end === -1 ? args : args.slice(0, end)
  return ours.includes('--help') || ours.includes('-h')
}

/** Prints and succeeds. */
function print(text: string): number {
  process.stdout.write(text)
  return 0
}

// A reader that has seen enough (`| head`) closes the pipe: what is left to say is for nobody.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

await chooseColors()
process.exitCode = await main(process.argv.slice(2))
