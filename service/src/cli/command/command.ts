import type { CommanderError, CommandUnknownOpts, ParseOptionsResult } from '@commander-js/extra-typings'
import { didYouMean, UsageError } from './usage-error.ts'
import { WordedCommand, type Words } from './worded-command.ts'

interface CommandWords extends Words {
  /** Words after `--` belong to the program, not to the command. */
  hasProgram?: boolean
}

/**
 * A command, or a group of commands: a commander command that is stricter with values (they can't look like options),
 * and throws a UsageError for anything that it can't understand.
 */
export class SandrunCommand extends WordedCommand {
  /** The program's arguments, after `--`. */
  rest: readonly string[] = []
  readonly #hasProgram: boolean

  constructor(name: string, { hasProgram = false, ...words }: CommandWords) {
    super(name, words)
    this.#hasProgram = hasProgram
    this.helpCommand(false)
    // Words after the name of a group's command belong to that command.
    this.enablePositionalOptions()
    this.configureOutput({ outputError: () => {} })
    this.exitOverride((error) => {
      throw error.exitCode === 0 ? error : this.#inOurWords(error)
    })
  }

  /** The outermost group: the whole command line. */
  get app(): SandrunCommand {
    return this.parent instanceof SandrunCommand ? this.parent.app : this
  }

  /** The library calls it with the words that are left for this command. */
  override parseOptions(words: string[]): ParseOptionsResult {
    return this.commands.length > 0 ? this.#parseGroup(words) : this.#parseOwn(words)
  }

  /** The command with this name, or with this path of names. Throws a UsageError that names the nearest. */
  find([name, ...names]: readonly string[]): CommandUnknownOpts {
    if (name === undefined) return this
    const found = this.commands.find((command) => command.name() === name)
    if (found === undefined) throw this.#unknownCommand(name)
    return found instanceof SandrunCommand ? found.find(names) : found
  }

  #parseGroup(words: string[]): ParseOptionsResult {
    const parsed = super.parseOptions(words)
    const [name = parsed.unknown[0]] = parsed.operands
    if (name === undefined) throw new UsageError(`sandrun ${this.path} needs a command.`, this.#usage())
    if (isHelp(name)) return parsed
    if (name.startsWith('-')) throw this.#unknownOption(name)
    this.find([name])
    return parsed
  }

  #parseOwn(words: string[]): ParseOptionsResult {
    const end = words.indexOf('--')
    const ours = end === -1 ? words : words.slice(0, end)
    if (ours.some(isHelp)) return { operands: [], unknown: ['--help'] }
    this.#refuseOptionsAsValues(ours)
    if (this.#hasProgram) this.rest = words.slice(ours.length + 1)
    const parsed = super.parseOptions(this.#hasProgram ? ours : words)
    const [unknown] = parsed.unknown
    if (unknown !== undefined) throw this.#unknownOption(unknown)
    return parsed
  }

  /** If an option follows instead of a value, the value was forgotten. */
  #refuseOptionsAsValues(words: readonly string[]): void {
    for (let index = 0; index < words.length; index++) {
      const word = words[index] ?? ''
      const option = this.options.find(({ short, long }) => word === short || word === long)
      if (option?.required !== true) continue
      const value = words[(index += 1)] ?? ''
      if (!/^-./.test(value)) continue
      throw new UsageError(
        `Option ${word} needs a value, and "${value}" looks like an option.`,
        `If "${value}" is the value: ${option.long}=${value}`,
      )
    }
  }

  #unknownOption(word: string): UsageError {
    const [name = word] = word.split('=', 1)
    const known = this.options.flatMap(({ long }) => long ?? [])
    if (known.includes(name)) return new UsageError(`Option ${name} takes no value.`, this.#seeHelp())
    return new UsageError(`Unknown option "${word}".`, `${didYouMean(word, known)}${this.#seeHelp()}`)
  }

  #unknownCommand(name: string): UsageError {
    const nearest = didYouMean(
      name,
      this.commands.map((command) => command.name()),
    )
    if (this.parent !== null) {
      return new UsageError(`Unknown command "${this.path} ${name}".`, `${nearest}${this.#usage()}`)
    }
    if (/[./]/.test(name)) return new UsageError(`Unknown command "${name}".`, `Did you mean: sandrun run ${name}`)
    return new UsageError(`Unknown command "${name}".`, `${nearest}See: sandrun help`)
  }

  /** Rewords the library's errors: an argument or a value too few or too many. */
  #inOurWords({ code, message }: CommanderError): UsageError {
    const [, name = ''] = /'([^']*)'/.exec(message.replaceAll(/[<>]/g, '')) ?? []
    if (code === 'commander.missingArgument') return new UsageError(`Missing argument: ${name}.`, this.#usage())
    if (code === 'commander.optionMissingArgument') {
      return new UsageError(`Missing value: ${name.replace(/^-\w, /, '')}.`, this.#seeHelp())
    }
    if (code === 'commander.excessArguments') return this.#tooMany()
    const sentence = message.replace(/^error: ./, (start) => start.slice(-1).toUpperCase())
    return new UsageError(sentence, this.#seeHelp())
  }

  #tooMany(): UsageError {
    const names = this.registeredArguments.map((argument) => argument.name())
    const expected = names.length === 0 ? 'no arguments' : `only ${names.join(' and ')}`
    return new UsageError(
      `Unexpected argument "${this.args[names.length]}": sandrun ${this.path} takes ${expected}.`,
      this.#usage(),
    )
  }

  #usage(): string {
    const names = this.commands.map((command) => command.name())
    return `Usage: sandrun ${names.length === 0 ? this.forms.join(', or: sandrun ') : `${this.path} ${names.join('|')}`}`
  }

  #seeHelp(): string {
    return `See: sandrun help ${this.path}`.trimEnd()
  }
}

function isHelp(word: string): boolean {
  return word === '--help' || word === '-h'
}
