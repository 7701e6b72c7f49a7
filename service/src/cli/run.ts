import { type CaseFile, SandrunError } from '@sandrun/shared'
import { parseCompare, readCases } from './case-files.ts'
import { type Command, type CommandOptions, parseOptions } from './command.ts'
import { readVariables } from './env-option.ts'
import { exitCodeOf } from './exit-code.ts'
import { Interrupts } from './interrupts.ts'
import { parseLimits } from './limit-option.ts'
import { readProgram } from './program.ts'
import { runOnce, type RunSettings } from './run-once.ts'
import { openService } from './open-service.ts'
import { FileSaver, PICTURES } from './save-files.ts'
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
  cases: {
    type: 'string',
    value: 'PATH',
    about: 'run for each NAME.in of a folder, compare with NAME.out; or a JSON file',
  },
  compare: {
    type: 'string',
    value: 'exact|trim|tokens|float=1e-6',
    about: 'how; without it white space at line ends does not count',
  },
  'fail-fast': { type: 'boolean', about: 'stop at the first case that fails' },
  collect: { type: 'string', multiple: true, value: 'GLOB', about: 'bring these files back: out/*.csv, **/*.txt' },
  'no-collect': { type: 'boolean', about: 'bring nothing back; else pictures are' },
  output: {
    type: 'string',
    short: 'o',
    value: 'FOLDER',
    about: 'where files that are brought back are saved, here by default',
  },
  force: { type: 'boolean', short: 'f', about: 'replace files that are there' },
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
    'The first FILE is started; folders are taken whole, without what is hidden. "-" reads the program from standard input.\n' +
    'Pictures the program writes are saved here, never over a file that is there.',
  examples: [
    'sandrun run hello.py',
    'echo Ada | sandrun run greet.c -- --loud',
    'sandrun run --limit cpu=2s,memory=64m --time loop.js',
    "sandrun run -l python -e 'print(6 * 7)'",
    'sandrun run main.c list.c list.h --compile-arg=-O0 --stdin input.txt',
    'sandrun run solution.cpp --cases tests/',
    'sandrun run plot.py --output pictures',
    'sandrun run --json test.rb | jq -r .verdict',
  ],
  run,
}

/** A program that comes through standard input leaves none for itself. */
function inputOf(file: string | undefined, isTaken: boolean): RunSettings['stdin'] {
  if (file !== undefined) return { file }
  return isTaken ? 'none' : 'inherit'
}

async function casesOf(path: string, compare: string | undefined): Promise<CaseFile> {
  const found = await readCases(path)
  return compare === undefined ? found : { ...found, compare: parseCompare(compare) }
}

/** Pictures come back unasked, since a program makes them to be seen. A JSON result holds only what was asked for. */
function collection(options: {
  collect?: string[]
  'no-collect'?: boolean
  output?: string
  force?: boolean
  json?: boolean
}): Pick<RunSettings, 'collect' | 'saver'> {
  const { collect = [], 'no-collect': none = false, output = '.', force = false, json = false } = options
  const patterns = none || (json && collect.length === 0) ? [] : [...collect, ...(json ? [] : PICTURES)]
  const isSaved = !json || options.output !== undefined
  return { collect: patterns, saver: isSaved ? new FileSaver({ directory: output, patterns, force }) : null }
}

async function run(argv: readonly string[]): Promise<number> {
  const { values, positionals, rest: args } = parseOptions('run', argv, OPTIONS)
  const settings = {
    args,
    limits: parseLimits(values.limit),
    env: readVariables(values.env ?? [], process.env),
    compileArgs: values['compile-arg'] ?? [],
    stdin: inputOf(values.stdin, positionals.includes('-')),
    cases: values.cases === undefined ? null : await casesOf(values.cases, values.compare),
    stopAtFirstFailure: values['fail-fast'] ?? false,
    ...collection(values),
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
