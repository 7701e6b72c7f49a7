import type { Candidates, CommandFacts, CompletionFacts, OptionFacts } from './facts.ts'

/** For `complete` and `compgen` of bash 4 and newer (bash(1), Programmable Completion). */
export function bashCompletion(commands: CompletionFacts): string {
  return `# Completion of sandrun for bash, printed by "sandrun completion bash".
_sandrun() {
  local current=\${COMP_WORDS[COMP_CWORD]} previous=\${COMP_WORDS[COMP_CWORD - 1]} words=
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$current"))
    return
  fi
  case \${COMP_WORDS[1]} in
${commands.map(commandBranch).join('\n')}
  esac
  [[ -z $words ]] || COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _sandrun sandrun
`
}

/** Sets \`words\`; where it stays empty, paths are completed. */
function commandBranch({ name, words, options, rest }: CommandFacts): string {
  const lines = [
    'case $previous in',
    ...options.flatMap((option) =>
      Array.isArray(option.value) ? [`  ${spellings(option)}) words='${wordsOf(option.value)}' ;;`] : [],
    ),
    ...others(options.filter(({ value }) => value === 'none' || value === 'path')),
    `  *) if [[ $current == -* ]]; then words='${options.map((option) => `--${option.name}`).join(' ')}'`,
    ...(words.length === 0 ? [] : [`     elif ((COMP_CWORD == 2)); then words='${words.join(' ')}'`]),
    `     else words='${wordsOf(rest)}'; fi ;;`,
    'esac ;;',
  ]
  return [`    ${name})`, ...lines.map((line) => `      ${line}`)].join('\n')
}

/** Options with a value that is not among words: after them paths are completed. */
function others(options: readonly OptionFacts[]): string[] {
  return options.length === 0 ? [] : [`  ${options.map(spellings).join(' | ')}) ;;`]
}

function spellings({ name, short }: OptionFacts): string {
  return short === undefined ? `--${name}` : `-${short} | --${name}`
}

function wordsOf(candidates: Candidates | null): string {
  return Array.isArray(candidates) ? candidates.join(' ') : ''
}
