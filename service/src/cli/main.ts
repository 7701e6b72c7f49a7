import { SandrunError, toSandrunError } from '@sandrun/shared'
import { ConfigError } from '../config.ts'
import { doctor } from './doctor.ts'
import { exitCodeOf, USAGE } from './exit-code.ts'
import { lang } from './lang/lang.ts'
import { languages } from './languages.ts'
import { run } from './run.ts'
import { serveCommand } from './serve.ts'
import { uninstall } from './uninstall.ts'

const HELP = `Runs programs in a sandbox.

  sandrun run FILE [-- ARGS]      run a program; its input, output and exit code are yours
  sandrun serve                   start the service on HOST:PORT (127.0.0.1:8080)
  sandrun languages               list what the service can run
  sandrun lang list               list the language packs and their images
  sandrun lang build [ID …]       build images: named ones, --starter, --changed, --offline or --all
  sandrun lang test [ID …]        build them and run their tests, and show what each language proves
  sandrun doctor                  look for what is wrong, and say how to mend it
  sandrun uninstall               remove every container, image and volume of ours

Options of run: --lang ID, --limit cpu=2s,memory=64m, --time.
A service elsewhere: --url URL or SANDRUN_URL; its token: SANDRUN_TOKEN.

  sandrun run hello.py
  echo Ada | sandrun run greet.c -- --loud
`

const COMMANDS: Record<string, (args: string[]) => Promise<number>> = {
  run,
  serve: serveCommand,
  languages,
  lang,
  doctor,
  uninstall,
  help: async () => print(HELP),
}

/** Prints and succeeds. */
function print(text: string): number {
  process.stdout.write(text)
  return 0
}

async function main([name = 'help', ...args]: string[]): Promise<number> {
  const command = COMMANDS[name === '--help' || name === '-h' ? 'help' : name]
  if (command === undefined) {
    process.stderr.write(`sandrun: there is no command "${name}"\n\n${HELP}`)
    return USAGE
  }
  try {
    return await command(args)
  } catch (error) {
    return report(error)
  }
}

/** Says what happened and what to do, and gives the exit code for it. */
function report(error: unknown): number {
  if (error instanceof ConfigError || isUsageError(error)) {
    process.stderr.write(`sandrun: ${error.message}\n`)
    return USAGE
  }
  const known = toSandrunError(error)
  const detail = error instanceof SandrunError || !(error instanceof Error) ? '' : `${error.stack ?? error.message}\n`
  process.stderr.write(`sandrun: ${known.message}\n${detail}         ${known.hint}\n`)
  return exitCodeOf(known)
}

/** What parseArgs throws on an option there is not. */
function isUsageError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}

// A reader that has seen enough (`| head`) closes the pipe: what is left to say is for nobody.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

process.exitCode = await main(process.argv.slice(2))
