import { SandrunError } from '@sandrun/shared'
import { type Command, type CommandOptions, parseOptions } from './command.ts'
import { readVariables } from './env-option.ts'
import { exitCodeOf } from './exit-code.ts'
import { Interrupts } from './interrupts.ts'
import { parseLimits } from './limit-option.ts'
import { readProgram } from './program.ts'
import { runOnce, type RunSettings } from './run-once.ts'
import { openService } from './open-service.ts'
import { URL_OPTION } from './service-address.ts'
import { chooseLanguage } from './run-language.ts'

const OPTIONS = {
  lang: { type: 'string', short: 'l', value: 'ID', about: 'the language, where extension and #! do not tell it' },
  eval: { type: 'string', short: 'e', value: 'CODE', about: 'run this instead of a file' },
  stdin: { type: 'string', value: 'FILE', about: 'standard input comes from this file' },
  limit: {
    type: 'string',
    multiple: true,
    value: 'LIMITS',
    about: 'cpu=2s,wall=5s,idle=1m,memory=64m,disk=8m,file=1m,output=64k,processes=8,open-files=64',
  },
  env: {
    type: 'string',
    multiple: true,
    value: 'NAME=VALUE',
    about: 'an environment variable; NAME alone passes yours',
  },
  'compile-arg': { type: 'string', multiple: true, value: 'ARG', about: 'an argument of the compiler' },
  time: { type: 'boolean', about: 'show times and memory at the end' },
  json: { type: 'boolean', about: 'print the whole result as JSON, and nothing else' },
  raw: { type: 'boolean', about: 'let output drive your terminal: titles, clipboard, images' },
  url: URL_OPTION,
} as const satisfies CommandOptions

export const runCommand: Command = {
  about: 'run a program; its input, output and exit code are yours',
  usage: ['run [OPTIONS] FILE… [-- ARGS]', 'run [OPTIONS] -e CODE [-- ARGS]', 'run [OPTIONS] - [-- ARGS]'],
  options: OPTIONS,
  notes:
    'The first FILE is started; folders are taken whole, without what is hidden. "-" reads the program from standard input.',
  examples: [
    'sandrun run hello.py',
    'echo Ada | sandrun run greet.c -- --loud',
    'sandrun run --limit cpu=2s,memory=64m --time loop.js',
    "sandrun run -l python -e 'print(6 * 7)'",
    'sandrun run main.c list.c list.h --compile-arg=-O0 --stdin input.txt',
    'sandrun run --json test.rb | jq -r .verdict',
  ],
  run,
}

/** A program that comes through standard input leaves none for itself. */
function inputOf(file: string | undefined, isTaken: boolean): RunSettings['stdin'] {
  if (file !== undefined) return { file }
  return isTaken ? 'none' : 'inherit'
}

async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals, rest: args } = parseOptions('run', argv, OPTIONS)
  const settings = {
    args,
    limits: parseLimits(values.limit),
    env: readVariables(values.env ?? [], process.env),
    compileArgs: values['compile-arg'] ?? [],
    stdin: inputOf(values.stdin, positionals.includes('-')),
    json: values.json ?? false,
    raw: values.raw ?? false,
    time: values.time ?? false,
  }
  using interrupts = new Interrupts()
  try {
    const program = await readProgram(positionals, values.eval)
    await using service = await openService(values.url, { keepWarm: false, signal: interrupts.signal })
    const language = chooseLanguage(program, values.lang, service.languages)
    await service.prepare(language)
    return await runOnce({ program, language, service: service.address }, settings, interrupts)
  } catch (error) {
    if (!settings.json || !(error instanceof SandrunError)) throw error
    process.stdout.write(`${JSON.stringify({ error: error.toBody() }, null, 2)}\n`)
    return exitCodeOf(error)
  }
}
