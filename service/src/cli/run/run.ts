import { resolve } from 'node:path'
import { SandrunError } from '@sandrun/shared'
import type { Command } from '../command/command.ts'
import { exitCodeOf } from '../command/exit-code.ts'
import { Interrupts } from '../command/interrupts.ts'
import { openService } from '../service/open-service.ts'
import { type Program, readProgram } from './program.ts'
import { chooseLanguage } from './run-language.ts'
import { runOnce } from './run-once.ts'
import { readInvocation, RUN_OPTIONS, type RunInvocation } from './run-options.ts'
import { runWatching } from './run-watching.ts'

export const runCommand: Command = {
  about: 'run a program; its input, output and exit code are yours',
  usage: ['run [OPTIONS] FILE… [-- ARGS]', 'run [OPTIONS] -e CODE [-- ARGS]', 'run [OPTIONS] - [-- ARGS]'],
  options: RUN_OPTIONS,
  notes:
    'The first FILE is started; folders are taken whole, without what is hidden. "-" reads the program from standard input.\n' +
    'Pictures the program writes are saved here, never over a file that is there.',
  examples: [
    'sandrun run hello.py',
    'echo Ada | sandrun run greet.c -- --loud',
    'sandrun run --limit cpu=2s,memory=64m --time loop.js',
    "sandrun run -l python -e 'print(6 * 7)'",
    'sandrun run main.c list.c list.h --compile-arg=-O0 --stdin input.txt',
    'sandrun run solution.cpp --cases tests/',
    'sandrun run --watch server.ts',
    'sandrun run plot.py --output pictures',
    'sandrun run --json test.rb | jq -r .verdict',
  ],
  run,
}

async function run(argv: readonly string[]): Promise<number> {
  const invocation = await readInvocation(argv)
  try {
    return await runInvocation(invocation)
  } catch (error) {
    if (!invocation.settings.json || !(error instanceof SandrunError)) throw error
    process.stdout.write(`${JSON.stringify({ error: error.toBody() }, null, 2)}\n`)
    return exitCodeOf(error)
  }
}

async function runInvocation({ paths, code, language: named, url, watch, settings }: RunInvocation): Promise<number> {
  // Before a service is asked for: a wrong name is told at once.
  const program = await readProgram(paths, code)
  using interrupts = new Interrupts()
  await using service = await openService(url, { keepWarm: watch, signal: interrupts.signal })
  const attempt = async (current: Program, superseded?: AbortSignal): Promise<number> => {
    const language = chooseLanguage(current, named, service.languages)
    await service.prepare(language)
    const subject = { program: current, language, service: service.address }
    return runOnce(subject, settings, { interrupts, ...(superseded !== undefined && { superseded }) })
  }
  // Awaited here: returning closes the service.
  if (!watch) return await attempt(program)
  return await runWatching({
    paths: paths.map((path) => resolve(path)),
    isOurs: (path) => settings.saver?.hasSaved(path) ?? false,
    run: async (superseded) => attempt(await readProgram(paths, code), superseded),
    signal: interrupts.signal,
  })
}
