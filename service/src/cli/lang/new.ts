import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { loadCatalog } from '../../languages/catalog.ts'
import { scaffoldPack } from '../../languages/scaffold.ts'
import { type CommandOptions, parseOptions, UsageError } from '../command/command.ts'
import type { LangContext } from './lang.ts'

export const NEW_OPTIONS = {
  package: { type: 'string', multiple: true, value: 'NAME', about: 'new: a Debian package to install (default: ID)' },
  extension: { type: 'string', value: '.EXT', about: 'new: what its files end with (default: .ID)' },
} as const satisfies CommandOptions

/** `sandrun lang new`: writes a pack in which two fields are left to fill in. */
export async function newPack(argv: readonly string[], { directory }: LangContext): Promise<number> {
  const { values, positionals } = parseOptions('lang', argv, NEW_OPTIONS)
  const [id, ...more] = positionals
  if (id === undefined || more.length > 0) throw new UsageError('lang new: which id?', 'Write: sandrun lang new ID')
  const catalog = await loadCatalog(directory)
  const taken = catalog.find(id)
  if (taken !== undefined)
    throw new UsageError(`There is a language "${id}" already: ${taken.folder}`, 'Choose another id.')
  const files = scaffoldPack({ id, packages: values.package ?? [id], extension: values.extension ?? `.${id}` })
  for (const [path, text] of files) {
    const target = join(directory, id, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text, { flag: 'wx' })
  }
  const sample = [...files.keys()].find((path) => path.startsWith('samples/'))
  process.stdout.write(`Made ${join(directory, id)}. Fill in:
  language.json   "run", "argv": the command that runs a program, {file}
  ${sample}   a program that prints Hello, world!
Then: sandrun lang test ${id}
docs/languages.md says what else a language should prove, in tests/.
`)
  return 0
}
