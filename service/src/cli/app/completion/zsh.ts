import type { Candidates, CommandFacts, CompletionFacts } from './facts.ts'

/** For `_arguments` and `_describe` (zshcompsys(1)); sourced after compinit, or in a folder of $fpath. */
export function zshCompletion(commands: CompletionFacts): string {
  return `#compdef sandrun
# Completion of sandrun for zsh, printed by "sandrun completion zsh".
_sandrun() {
  if ((CURRENT == 2)); then
    local -a commands=(
${commands.map(({ name, about }) => `      ${quote(`${name}:${about}`)}`).join('\n')}
    )
    _describe command commands
    return
  fi
  shift words
  ((CURRENT--))
  case $words[1] in
${commands.map(commandBranch).join('\n')}
  esac
}
if [[ $funcstack[1] == _sandrun ]]; then
  _sandrun "$@"
else
  compdef _sandrun sandrun
fi
`
}

function commandBranch({ name, words, options, rest }: CommandFacts): string {
  const specs = [
    ...options.map(({ name: option, short, about, value }) => {
      const names = short === undefined ? `--${option}` : `'{-${short},--${option}}'`
      const what = escape(about)
      return `'*${names}[${what}]${value === null ? '' : `:value:${action(value)}`}'`
    }),
    ...(words.length === 0 ? [] : [`'1:word:(${words.join(' ')})'`]),
    `'*:argument:${action(rest)}'`,
  ]
  return `    ${name})\n      _arguments ${specs.join(' \\\n        ')} ;;`
}

/** Within a spec of _arguments, inside single quotes, brackets and colons have a meaning. */
function escape(text: string): string {
  return text.replaceAll(/[[\]:\\]/g, (character) => `\\${character}`).replaceAll("'", "'\\''")
}

function action(candidates: Candidates): string {
  if (candidates === 'path') return '_files'
  return Array.isArray(candidates) ? `(${candidates.join(' ')})` : ' '
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`
}
