import { styleText } from 'node:util'
import type { Command, CommandOptions } from '../command/command.ts'
import { loadCommand, loadCommands } from './commands.ts'

const EXAMPLES = ['sandrun run hello.py', 'echo Ada | sandrun run greet.c -- --loud']

/** `sandrun help [COMMAND]` */
export async function help(name: string | undefined): Promise<string> {
  return name === undefined ? overview(await loadCommands()) : commandHelp(await loadCommand(name))
}

/** What there is, one line a command. */
function overview(commands: ReadonlyMap<string, Command>): string {
  const rows = [...commands].map(([name, { about }]) => [name, about] as const)
  return [
    'Runs programs in a sandbox.',
    section('Commands', columns(rows)),
    section('Examples', EXAMPLES),
    '"sandrun help COMMAND" says more of one; docs/cli.md says all.\n',
  ].join('\n\n')
}

/** One command: how it is written, its options, examples. */
function commandHelp({ about, usage, options, notes, examples }: Command): string {
  return [
    about,
    section(
      'Usage',
      usage.map((form) => `sandrun ${form}`),
    ),
    ...(Object.keys(options).length === 0 ? [] : [section('Options', columns(optionRows(options)))]),
    ...(notes === undefined ? [] : [notes]),
    `${section('Examples', examples)}\n`,
  ].join('\n\n')
}

function optionRows(options: CommandOptions): (readonly [string, string])[] {
  return Object.entries(options).map(([name, { short, value, about }]) => {
    const letter = short === undefined ? '    ' : `-${short}, `
    return [`${letter}--${name}${value === undefined ? '' : ` ${value}`}`, about]
  })
}

function section(title: string, lines: readonly string[]): string {
  return [styleText('bold', title), ...lines.map((line) => `  ${line}`)].join('\n')
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length))
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`)
}
