import type { Candidates, CommandFacts, CompletionFacts } from './facts.ts'

/** For `complete` of fish 3 and newer (complete(1)). */
export function fishCompletion(commands: CompletionFacts): string {
  return `# Completion of sandrun for fish, printed by "sandrun completion fish".
complete -c sandrun -e
complete -c sandrun -f
${commands.map(({ name, about }) => `complete -c sandrun -n __fish_use_subcommand -a ${name} -d ${quote(about)}`).join('\n')}
${commands.flatMap(commandLines).join('\n')}
`
}

function commandLines({ name, words, options, rest }: CommandFacts): string[] {
  const on = `complete -c sandrun -n '__fish_seen_subcommand_from ${name}`
  const first = words.length === 0 ? '' : `; and not __fish_seen_subcommand_from ${words.join(' ')}`
  return [
    ...options.map(({ name: option, short, about, value }) => {
      const letter = short === undefined ? '' : ` -s ${short}`
      return `${on}' -l ${option}${letter}${valueOf(value)} -d ${quote(about)}`
    }),
    ...(words.length === 0 ? [] : [`${on}${first}' -a ${quote(words.join(' '))}`]),
    ...(rest === 'path' ? [`${on}' -F`] : []),
    ...(Array.isArray(rest)
      ? [
          `${on}${words.length === 0 ? '' : `; and __fish_seen_subcommand_from ${words.join(' ')}`}' -a ${quote(rest.join(' '))}`,
        ]
      : []),
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
