import type { CaseFile } from '@sandrun/shared'
import { parseCompare, readCases } from './case-files.ts'
import { type CommandOptions, parseOptions, UsageError } from '../command/command.ts'
import { readVariables } from './env-option.ts'
import { parseLimits } from '../command/limit-option.ts'
import type { RunSettings } from './run-once.ts'
import { FileSaver, PICTURES } from './save-files.ts'
import { URL_OPTION } from '../service/service-address.ts'
import { isAtTerminal } from './terminal.ts'

export const RUN_OPTIONS = {
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
  watch: { type: 'boolean', short: 'w', about: 'run again whenever a file is saved' },
  time: { type: 'boolean', about: 'show times and memory at the end' },
  json: { type: 'boolean', about: 'print the whole result as JSON, and nothing else' },
  raw: { type: 'boolean', about: 'let output drive your terminal: titles, clipboard, images' },
  url: URL_OPTION,
} as const satisfies CommandOptions

/** A command line of `run`, understood. */
export interface RunInvocation {
  paths: readonly string[]
  code: string | undefined
  language: string | undefined
  url: string | undefined
  watch: boolean
  settings: RunSettings
}

type Values = ReturnType<typeof parseOptions<typeof RUN_OPTIONS>>['values']

/** Throws a UsageError or a SandrunError that names what is wrong. */
export async function readInvocation(argv: readonly string[]): Promise<RunInvocation> {
  const { values, positionals, rest } = parseOptions('run', argv, RUN_OPTIONS)
  const { watch = false } = values
  if (watch && (positionals.includes('-') || values.eval !== undefined)) {
    throw new UsageError('There is no file to watch.', '--watch goes with files and folders.')
  }
  return {
    paths: positionals,
    code: values.eval,
    language: values.lang,
    url: values.url,
    watch,
    settings: {
      args: rest,
      limits: parseLimits(values.limit),
      env: readVariables(values.env ?? [], process.env),
      compileArgs: values['compile-arg'] ?? [],
      stdin: inputOf(values, positionals),
      cases: values.cases === undefined ? null : await casesOf(values.cases, values.compare),
      stopAtFirstFailure: values['fail-fast'] ?? false,
      ...collectionOf(values),
      json: values.json ?? false,
      raw: values.raw ?? false,
      time: values.time ?? false,
    },
  }
}

/** A pipe can be read once: by the program itself, as the program, or, where there will be several runs, by none. */
function inputOf({ stdin, watch = false }: Values, paths: readonly string[]): RunSettings['stdin'] {
  if (stdin !== undefined) return { file: stdin }
  return paths.includes('-') || (watch && !isAtTerminal()) ? 'none' : 'inherit'
}

async function casesOf(path: string, compare: string | undefined): Promise<CaseFile> {
  const found = await readCases(path)
  return compare === undefined ? found : { ...found, compare: parseCompare(compare) }
}

/** Pictures come back unasked, since a program makes them to be seen. A JSON result holds only what was asked for. */
function collectionOf(values: Values): Pick<RunSettings, 'collect' | 'saver'> {
  const { collect = [], 'no-collect': none = false, output, force = false, json = false } = values
  const patterns = none ? [] : [...collect, ...(json ? [] : PICTURES)]
  const isSaved = !json || output !== undefined
  return { collect: patterns, saver: isSaved ? new FileSaver({ directory: output ?? '.', patterns, force }) : null }
}
