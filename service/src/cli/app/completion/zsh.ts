import type { Candidates, CommandFacts } from './facts.ts'

/** For `_arguments` and `_describe` (zshcompsys(1)); sourced after compinit, or in a folder of $fpath. */
export function zshCompletion(commands: readonly CommandFacts[]): string {
  return `#compdef sandrun
# Completion of sandrun for zsh, printed by "sandrun completion zsh".
_sandrun() {
  local -a commands
${group(commands).map(indented).join('\n')}
}
if [[ $funcstack[1] == _sandrun ]]; then
  _sandrun "$@"
else
  compdef _sandrun sandrun
fi
`
}

/** Completes the second word with these commands, or continues inside one. */
function group(commands: readonly CommandFacts[]): string[] {
  return [
    'if ((CURRENT == 2)); then',
    '  commands=(',
    ...commands.map(({ name, about }) => `    ${quote(`${name}:${about}`)}`),
    '  )',
    '  _describe command commands',
    '  return',
    'fi',
    'shift words',
    '((CURRENT--))',
    'case $words[1] in',
    ...commands.flatMap((command) => [
      `  ${command.name})`,
      ...(command.commands.length === 0 ? own(command) : group(command.commands)).map(indented).map(indented),
      '    ;;',
    ]),
    'esac',
  ]
}

function own({ options, rest }: CommandFacts): string[] {
  const specs = [
    ...options.map(({ name: option, short, about, value }) => {
      const names = short === undefined ? `--${option}` : `'{-${short},--${option}}'`
      const what = escape(about)
      return `'*${names}[${what}]${value === null ? '' : `:value:${action(value)}`}'`
    }),
    `'*:argument:${action(rest)}'`,
  ]
  return specs.map((spec, index) => {
    const start = index === 0 ? '_arguments ' : '  '
    return `${start}${spec}${index === specs.length - 1 ? '' : ' \\'}`
  })
}

/** Single quotes, brackets and colons are special in a spec of _arguments. */
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

function indented(line: string): string {
  return `  ${line}`
}
