import type { Candidates, CommandFacts, OptionFacts } from './facts.ts'

/** For `complete` and `compgen` of bash 4 and newer (bash(1), Programmable Completion). */
export function bashCompletion(commands: readonly CommandFacts[]): string {
  return `# Completion of sandrun for bash, printed by "sandrun completion bash".
_sandrun() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} words=
  COMPREPLY=()
${group(commands, 1).map(indented).join('\n')}
  [[ -z $words ]] || COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _sandrun sandrun
`
}

/** Sets `words`; if it stays empty, bash completes paths. The group's commands are at word `place`. */
function group(commands: readonly CommandFacts[], place: number): string[] {
  return [
    `if ((COMP_CWORD == ${place})); then words='${commands.map(({ name }) => name).join(' ')}'`,
    `else case \${COMP_WORDS[${place}]} in`,
    ...commands.flatMap((command) => [
      `${command.name})`,
      ...(command.commands.length === 0 ? own(command) : group(command.commands, place + 1)).map(indented),
      '  ;;',
    ]),
    'esac; fi',
  ]
}

function own({ options, rest }: CommandFacts): string[] {
  return [
    'case $previous in',
    ...options.flatMap((option) =>
      Array.isArray(option.value) ? [`  ${spellings(option)}) words='${wordsOf(option.value)}' ;;`] : [],
    ),
    ...others(options.filter(({ value }) => value === 'none' || value === 'path')),
    `  *) if [[ $current == -* ]]; then words='${options.map((option) => `--${option.name}`).join(' ')}'`,
    `     else words='${wordsOf(rest)}'; fi ;;`,
    'esac',
  ]
}

/** Options whose value is not one of a few words: bash completes paths after them. */
function others(options: readonly OptionFacts[]): string[] {
  return options.length === 0 ? [] : [`  ${options.map(spellings).join(' | ')}) ;;`]
}

function spellings({ name, short }: OptionFacts): string {
  return short === undefined ? `--${name}` : `-${short} | --${name}`
}

function wordsOf(candidates: Candidates): string {
  return Array.isArray(candidates) ? candidates.join(' ') : ''
}

function indented(line: string): string {
  return `  ${line}`
}
