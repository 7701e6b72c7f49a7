import type { CommandUnknownOpts } from '@commander-js/extra-typings'

/** Possible next words: unknown, a path, or one of these. */
export type Candidates = 'none' | 'path' | readonly string[]

export interface OptionFacts {
  name: string
  short: string | undefined
  about: string
  /** null for a flag. */
  value: Candidates | null
}

/** All that a completion needs to know about a command, in any shell. */
export interface CommandFacts {
  name: string
  about: string
  /** The commands of a group. */
  commands: readonly CommandFacts[]
  options: readonly OptionFacts[]
  /** The other arguments. */
  rest: Candidates
}

/** The facts of a group's commands, from their table; `languages` are all ids. */
export function commandFacts(group: CommandUnknownOpts, languages: readonly string[]): CommandFacts[] {
  const names = group.commands.map((command) => command.name())
  const candidates = (placeholder: string): Candidates => {
    if (/^[a-z][\w-]*(\|[a-z][\w=-]*)+$/.test(placeholder)) return placeholder.split('|')
    if (/\b(FILE|FOLDER|PATH)\b/.test(placeholder)) return 'path'
    if (placeholder === 'COMMAND') return names
    return placeholder === 'ID' ? languages : 'none'
  }
  return group.commands.map((command): CommandFacts => ({
    name: command.name(),
    about: command.description(),
    commands: commandFacts(command, languages),
    options: command.options.map(({ long = '', short, description, required, flags }) => ({
      name: long.slice('--'.length),
      short: short?.slice('-'.length),
      about: description,
      value: required ? candidates(/^[^<]*<(.*)>$/.exec(flags)?.[1] ?? '') : null,
    })),
    rest: candidates(command.registeredArguments[0]?.name() ?? ''),
  }))
}
