import { posix } from 'node:path'
import { SandrunError } from '@sandrun/shared'

/** What a request brings to the placeholders of a command. Paths are relative to the work directory. */
export interface CommandInput {
  entry: string
  /** Every file of the program, the entry among them. */
  files: readonly string[]
  /** The pack's extensions: only such files stand in `{files}`. */
  extensions: readonly string[]
  args: readonly string[]
  compileArgs: readonly string[]
}

const LISTS = ['{files}', '{args}', '{compileArgs}'] as const

/** Expands the placeholders of `argv`. What is put in is never looked at again: a file may be called `{args}`. */
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

/** Throws when a placeholder for several arguments is only a part of one. */
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

/** Compilers take `-x.c` for an option and `@x.c` for a file of options; `./-x.c` is a file to all of them. */
function asOperand(path: string): string {
  return /^[-+@]/.test(path) ? `./${path}` : path
}
