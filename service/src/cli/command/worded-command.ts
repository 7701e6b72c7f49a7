import { styleText } from 'node:util'
import { Command, type CommandUnknownOpts } from '@commander-js/extra-typings'

/** A command's help, besides its arguments and options. */
export interface Words {
  /** One line for the list of commands. */
  about: string
  /** The usage lines after its name, if its arguments do not give them: `[OPTIONS] -e CODE`. */
  forms?: readonly string[]
  /** Facts that don't fit into the list of options. */
  notes?: string
  examples?: readonly string[]
}

/** A command with Sandrun's form of help. */
export class WordedCommand extends Command {
  readonly words: Words

  constructor(name: string, words: Words) {
    super(name)
    this.words = words
    this.description(words.about)
    this.configureHelp({ formatHelp: () => helpOf(this) })
  }

  /** Its usage without `sandrun`, one form per line; for a group, the forms of all its commands. */
  get forms(): string[] {
    const inside = this.commands.filter(isWorded)
    if (inside.length > 0) return inside.flatMap(({ forms }) => forms)
    return (this.words.forms ?? [ownForm(this)]).map((form) => `${this.path} ${form}`.trimEnd())
  }

  /** `lang build`; empty for the program itself. */
  get path(): string {
    const { parent } = this
    return isWorded(parent) ? `${parent.path} ${this.name()}`.trimStart() : ''
  }
}

function isWorded(command: CommandUnknownOpts | null): command is WordedCommand {
  return command instanceof WordedCommand
}

/** The usage from the table: `[OPTIONS] [ID…]`. */
function ownForm({ options, registeredArguments }: CommandUnknownOpts): string {
  const words = registeredArguments.map((argument) => {
    const name = `${argument.name()}${argument.variadic ? '…' : ''}`
    return argument.required ? name : `[${name}]`
  })
  return [...(options.length === 0 ? [] : ['[OPTIONS]']), ...words].join(' ')
}

function helpOf({ words, path, forms, options, commands }: WordedCommand): string {
  const inside = commands.map((command) => [command.name(), command.description()] as const)
  const { about, notes, examples = [] } = words
  const usage = forms.map((form) => `sandrun ${form}`)
  return `${[
    about,
    // A list of all forms is too long to help.
    ...(path === '' ? [] : [section('Usage', usage)]),
    ...(inside.length === 0 ? [] : [section('Commands', columns(inside))]),
    ...(options.length === 0 ? [] : [section('Options', columns(options.map(optionRow)))]),
    ...(notes === undefined ? [] : [notes]),
    ...(examples.length === 0 ? [] : [section('Examples', examples)]),
  ].join('\n\n')}\n`
}

function optionRow({ flags, description }: CommandUnknownOpts['options'][number]): readonly [string, string] {
  return [`${flags.startsWith('--') ? '    ' : ''}${flags.replaceAll(/[<>]/g, '')}`, description]
}

function section(title: string, lines: readonly string[]): string {
  return [styleText('bold', title), ...lines.map((line) => `  ${line}`)].join('\n')
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`)
}
