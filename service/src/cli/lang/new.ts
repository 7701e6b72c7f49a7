import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { LANGUAGE_ID } from '@sandrun/shared'
import { loadCatalog } from '../../languages/catalog.ts'
import { scaffoldPack } from '../../languages/scaffold.ts'
import { readConfig } from '../../settings/environment.ts'
import { UsageError } from '../command/usage-error.ts'

interface NewOptions {
  /** Debian packages to install. */
  package?: string[]
  extension?: string
}

/** `sandrun lang new`: writes a pack with two fields left to fill in. */
export async function newPack(id: string, options: NewOptions): Promise<number> {
  const directory = readConfig(process.env).languagesDir
  const catalog = await loadCatalog(directory)
  const taken = catalog.find(id)
  if (taken !== undefined)
    throw new UsageError(`Language "${id}" already exists: ${taken.folder}`, 'Choose another id.')
  if (!LANGUAGE_ID.test(id)) {
    throw new UsageError(`Invalid id "${id}".`, 'Use lower-case letters, digits and "-", such as my-language.')
  }
  const files = scaffoldPack({ id, packages: options.package ?? [id], extension: options.extension ?? `.${id}` })
  for (const [path, text] of files) {
    const target = join(directory, id, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(target, text, { flag: 'wx' })
  }
  const sample = [...files.keys()].find((path) => path.startsWith('samples/'))
  process.stdout.write(`Created ${join(directory, id)}. Fill in:
  language.json   "run", "argv": the command that runs a program, {file}
  ${sample}   a program that prints Hello, world!
Then: sandrun lang test ${id}
docs/languages.md describes the tests a language should have, in tests/.
`)
  return 0
}
