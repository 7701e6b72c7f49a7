import { parseArgs } from 'node:util'
import { closestMatch } from 'leven'

/** An option as `parseArgs` takes it, with what help and completion say of it. */
interface CommandOption {
  type: 'string' | 'boolean'
  short?: string
  multiple?: boolean
  /** What stands for its value: `FILE`, or the values there are: `bash|zsh`. */
  value?: string
  about: string
}

export type CommandOptions = Readonly<Record<string, CommandOption>>

/** One subcommand: all that help, completion and the command line itself need to know of it. */
export interface Command {
  /** One line, as a list of commands shows it. */
  about: string
  /** What follows `sandrun`, one form a line. */
  usage: readonly string[]
  /** Words that may come first: `list`, `build`. */
  words?: readonly string[]
  options: CommandOptions
  /** What the list of options can't say. */
  notes?: string
  examples: readonly string[]
  /** Gives back the exit code. */
  run(argv: readonly string[]): Promise<number>
}

/** A command line that can't be understood; the exit code is 64. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly hint: string

  constructor(message: string, hint: string) {
    super(message)
    this.hint = hint
  }
}

/** Says of a word that is not among those there are which one may have been meant; empty when none is near. */
export function didYouMean(word: string, known: readonly string[]): string {
  const letters = word.replace(/^-+/, '').length
  const nearest = closestMatch(word, known, { maxDistance: Math.min(3, Math.ceil(letters / 2)) })
  return nearest === undefined ? '' : `Did you mean ${nearest}? `
}

/**
 * Reads a command's options. `rest` is what comes after `--`, which is no part of `positionals`. Throws a UsageError
 * that names what is wrong.
 */
export function parseOptions<const T extends CommandOptions>(name: string, argv: readonly string[], options: T) {
  try {
    const { values, tokens } = parseArgs({ args: [...argv], options, allowPositionals: true, tokens: true })
    const end = tokens.find(({ kind }) => kind === 'option-terminator')?.index ?? argv.length
    const words = tokens.filter((token) => token.kind === 'positional')
    return {
      values,
      positionals: words.filter(({ index }) => index < end).map(({ value }) => value),
      rest: words.filter(({ index }) => index > end).map(({ value }) => value),
    }
  } catch (error) {
    throw isParseError(error) ? usageError(name, error, options) : error
  }
}

function isParseError(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
}

/** The parser's words, without its advice on positional arguments. */
function usageError(name: string, { message }: Error, options: CommandOptions): UsageError {
  const hint = `"sandrun help ${name}" lists its options.`
  const unknown = /^Unknown option '(-[^']*)'/.exec(message)?.[1]
  if (unknown === undefined) return new UsageError(message.split('\n', 1)[0] ?? message, hint)
  const known = Object.keys(options).map((option) => `--${option}`)
  return new UsageError(`There is no option "${unknown}".`, `${didYouMean(unknown, known)}${hint}`)
}
