import { posix } from 'node:path'
import { SandrunError } from '@sandrun/shared'

/** A request's values for the placeholders of a command. Paths are relative to the work directory. */
export interface CommandInput {
  entry: string
  /** Every file of the program, including the entry. */
  files: readonly string[]
  /** The pack's extensions: `{files}` contains only such files. */
  extensions: readonly string[]
  args: readonly string[]
  compileArgs: readonly string[]
}

const LISTS = ['{files}', '{args}', '{compileArgs}'] as const

/** Expands the placeholders of `argv`. Inserted text is never expanded again: a file may be called `{args}`. */
export function expandCommand(argv: readonly string[], input: CommandInput): string[] {
  const { entry, args, compileArgs } = input
  const name = posix.basename(entry, posix.extname(entry))
  const values: Record<string, string> = { '{file}': entry, '{name}': name }
  return argv.flatMap((part) => {
    if (part === '{files}') return sourceFiles(input).map(asOperand)
    if (part === '{args}') return args
    if (part === '{compileArgs}') return compileArgs
    const text = part.replace(/\{file\}|\{name\}/g, (placeholder) => values[placeholder] ?? placeholder)
    return /^\{(file|name)\}/.test(part) ? asOperand(text) : text
  })
}

/** Throws when a placeholder for several arguments is only part of an argument. */
export function checkPlaceholders(argv: readonly string[], field: string): void {
  for (const [index, part] of argv.entries()) {
    const list = LISTS.find((placeholder) => part !== placeholder && part.includes(placeholder))
    if (list !== undefined) {
      const where = `${field}[${index}]`
      throw new SandrunError('invalid-request', `"${where}": ${list} must stand alone`, { field: where })
    }
  }
}

function sourceFiles({ entry, files, extensions }: CommandInput): string[] {
  const others = files.filter((path) => path !== entry && extensions.includes(posix.extname(path)))
  return [entry, ...others.toSorted()]
}

/** Compilers read `-x.c` as an option and `@x.c` as a file of options, but `./-x.c` always as a file. */
function asOperand(path: string): string {
  return /^[-+@]/.test(path) ? `./${path}` : path
}
