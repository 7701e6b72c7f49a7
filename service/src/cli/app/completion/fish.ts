import type { Candidates, CommandFacts } from './facts.ts'

/** For `complete` of fish 3 and newer (complete(1)). */
export function fishCompletion(commands: readonly CommandFacts[]): string {
  return `# Completion of sandrun for fish, printed by "sandrun completion fish".
complete -c sandrun -e
complete -c sandrun -f
${group(commands, '__fish_use_subcommand', '').join('\n')}
`
}

/** The commands to offer while the condition `none` holds; the condition `before` selects their group. */
function group(commands: readonly CommandFacts[], none: string, before: string): string[] {
  return [
    ...commands.map(({ name, about }) => `complete -c sandrun -n ${quote(none)} -a ${name} -d ${quote(about)}`),
    ...commands.flatMap((command) => {
      const seen = `${before}__fish_seen_subcommand_from ${command.name}`
      if (command.commands.length === 0) return own(command, seen)
      const names = command.commands.map(({ name }) => name).join(' ')
      return group(command.commands, `${seen}; and not __fish_seen_subcommand_from ${names}`, `${seen}; and `)
    }),
  ]
}

function own({ options, rest }: CommandFacts, seen: string): string[] {
  const on = `complete -c sandrun -n ${quote(seen)}`
  return [
    ...options.map(({ name: option, short, about, value }) => {
      const letter = short === undefined ? '' : ` -s ${short}`
      return `${on} -l ${option}${letter}${valueOf(value)} -d ${quote(about)}`
    }),
    ...(rest === 'path' ? [`${on} -F`] : []),
    ...(Array.isArray(rest) ? [`${on} -a ${quote(rest.join(' '))}`] : []),
  ]
}

function valueOf(value: Candidates | null): string {
  if (value === null) return ''
  if (value === 'path') return ' -r -F'
  return Array.isArray(value) ? ` -x -a ${quote(value.join(' '))}` : ' -x'
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, (character) => `\\${character}`)}'`
}
