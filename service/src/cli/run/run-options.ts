import type { CaseFile } from '@sandrun/shared'
import { readVariables } from './env-option.ts'
import { parseLimits } from '../command/limit-option.ts'
import { UsageError } from '../command/usage-error.ts'
import type { RunSettings } from './run-once.ts'
import { FileSaver, PICTURES } from './save-files.ts'
import { isAtTerminal } from './terminal.ts'

/** The options of a run. */
export interface RunOptions {
  lang?: string
  eval?: string
  stdin?: string
  limit?: string[]
  compileLimit?: string[]
  env?: string[]
  compileArg?: string[]
  cases?: string
  compare?: string
  failFast?: boolean
  /** Patterns of files to bring back, besides pictures; false for none at all. */
  collect?: string[] | false
  output?: string
  force?: boolean
  watch?: boolean
  time?: boolean
  json?: boolean
  raw?: boolean
  url?: string
}

/** A parsed command line of `run`. */
export interface RunInvocation {
  paths: readonly string[]
  code: string | undefined
  language: string | undefined
  url: string | undefined
  watch: boolean
  settings: RunSettings
}

/** `rest` are the program's arguments. Throws a UsageError or a SandrunError that names the fault. */
export async function readInvocation(
  paths: readonly string[],
  options: RunOptions,
  rest: readonly string[],
): Promise<RunInvocation> {
  const { watch = false } = options
  if (watch && (paths.includes('-') || options.eval !== undefined)) {
    throw new UsageError('--watch needs a file or folder.', 'Usage: sandrun run --watch FILE…')
  }
  checkCases(options)
  return {
    paths,
    code: options.eval,
    language: options.lang,
    url: options.url,
    watch,
    settings: {
      args: rest,
      limits: parseLimits(options.limit),
      compileLimits: parseLimits(options.compileLimit),
      env: readVariables(options.env ?? [], process.env),
      compileArgs: options.compileArg ?? [],
      stdin: inputOf(options, paths),
      cases: options.cases === undefined ? null : await casesOf(options.cases, options.compare),
      stopAtFirstFailure: options.failFast ?? false,
      ...collectionOf(options),
      json: options.json ?? false,
      raw: options.raw ?? false,
      time: options.time ?? false,
    },
  }
}

/** Throws for options that would have no effect with cases, or without. */
function checkCases({ cases, stdin, collect, compare, failFast }: RunOptions): void {
  const refused = (option: string, why: string): UsageError =>
    new UsageError(`${option} ${why}`, 'See "Cases" in docs/cli.md, or: sandrun help run')
  if (cases !== undefined) {
    if (stdin !== undefined) throw refused('--stdin', "and --cases can't be combined: each case has its own input.")
    if (Array.isArray(collect)) throw refused('--collect', "and --cases can't be combined.")
    return
  }
  if (compare !== undefined) throw refused('--compare', 'needs --cases.')
  if (failFast === true) throw refused('--fail-fast', 'needs --cases.')
}

/**
 * Only one reader can use a pipe: the program, or the reader of its source, or none of them if there are several runs.
 */
function inputOf({ stdin, watch = false }: RunOptions, paths: readonly string[]): RunSettings['stdin'] {
  if (stdin !== undefined) return { file: stdin }
  return paths.includes('-') || (watch && !isAtTerminal()) ? 'none' : 'inherit'
}

async function casesOf(path: string, compare: string | undefined): Promise<CaseFile> {
  // Slow to load, and few runs have cases.
  const { parseCompare, readCases } = await import('./case-files.ts')
  const found = await readCases(path)
  return compare === undefined ? found : { ...found, compare: parseCompare(compare) }
}

/** Pictures are returned by default, since a program makes them to be seen. A JSON result has only requested files. */
function collectionOf(options: RunOptions): Pick<RunSettings, 'collect' | 'saver'> {
  const { collect = [], output, force = false, json = false } = options
  const patterns = collect === false ? [] : [...collect, ...(json ? [] : PICTURES)]
  const isSaved = !json || output !== undefined
  return { collect: patterns, saver: isSaved ? new FileSaver({ directory: output ?? '.', patterns, force }) : null }
}
