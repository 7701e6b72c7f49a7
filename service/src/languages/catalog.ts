import { readdir } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { SandrunError } from '@sandrun/shared'
import { type LanguagePack, readPack } from './pack.ts'

/** All languages. If several fit, the one with the requested id comes first, then by id. */
export interface Catalog {
  readonly directory: string
  /** In the order of their ids. */
  readonly packs: readonly LanguagePack[]
  /** By id or alias, in any case; undefined when there is none. */
  find(name: string): LanguagePack | undefined
  /** The same, but throws `unknown-language` with the nearest names. */
  get(name: string): LanguagePack
  byEditorLanguageId(id: string): readonly LanguagePack[]
  /** By a path or an extension. */
  byExtension(path: string): readonly LanguagePack[]
  /** By the first line of a program. */
  byShebang(line: string): readonly LanguagePack[]
}

/** Reads all folders of `directory`. Names that begin with `_` or `.` are not languages. */
export async function loadCatalog(directory: string): Promise<Catalog> {
  const entries = await readdir(directory, { withFileTypes: true })
  const folders = entries.filter(
    (entry) => entry.isDirectory() && !/^[._]/.test(entry.name) && entry.name !== 'node_modules',
  )
  return createCatalog(directory, await Promise.all(folders.map(({ name }) => readPack(join(directory, name)))))
}

/** The look-ups over loaded packs. If two packs claim a name, the error names both. */
export function createCatalog(directory: string, unordered: readonly LanguagePack[]): Catalog {
  const packs = unordered.toSorted((a, b) => compare(a.manifest.id, b.manifest.id))
  const names = indexNames(packs)
  const find = (name: string) => names.get(name.toLowerCase())
  return {
    directory,
    packs,
    find,
    get(name) {
      const pack = find(name)
      if (pack !== undefined) return pack
      throw new SandrunError('unknown-language', `Unknown language "${name}".`, {
        field: 'language',
        hint: `Languages: ${packs.map(({ manifest }) => manifest.id).join(', ')}.`,
      })
    },
    byEditorLanguageId: (id) => matching(packs, id, ({ editorLanguageIds }) => editorLanguageIds),
    byExtension: (path) => {
      const extension = /^\.[^./]+$/.test(path) ? path : posix.extname(path)
      const exact = matching(packs, extension, ({ extensions }) => extensions)
      return exact.length > 0 ? exact : matching(packs, extension.toLowerCase(), ({ extensions }) => extensions)
    },
    byShebang: (line) => {
      const interpreter = shebangInterpreter(line)
      const exact = matching(packs, interpreter, ({ shebangs }) => shebangs ?? [])
      return exact.length > 0
        ? exact
        : matching(packs, interpreter.replace(/(?<![\d.])[\d.]+$/, ''), ({ shebangs }) => shebangs ?? [])
    },
  }
}

function indexNames(packs: readonly LanguagePack[]): ReadonlyMap<string, LanguagePack> {
  const names = new Map<string, LanguagePack>()
  for (const pack of packs) {
    for (const name of new Set([pack.manifest.id, ...pack.manifest.aliases].map((text) => text.toLowerCase()))) {
      const other = names.get(name)
      if (other !== undefined) {
        throw new SandrunError('invalid-request', `Both ${other.folder} and ${pack.folder} claim the name "${name}".`, {
          field: 'aliases',
          hint: 'Remove the name from one of the two language.json files.',
        })
      }
      names.set(name, pack)
    }
  }
  return names
}

function matching(
  packs: readonly LanguagePack[],
  wanted: string,
  listOf: (manifest: LanguagePack['manifest']) => readonly string[],
): readonly LanguagePack[] {
  const found = packs.filter(({ manifest }) => wanted !== '' && listOf(manifest).includes(wanted))
  return found.toSorted((a, b) => Number(b.manifest.id === wanted) - Number(a.manifest.id === wanted))
}

/** `python3` for `#!/usr/bin/env -S python3 -u`; empty when the line is not a shebang. */
function shebangInterpreter(line: string): string {
  const [path = '', ...rest] = line.startsWith('#!') ? line.slice(2).trim().split(/\s+/) : []
  const name = posix.basename(path)
  if (name !== 'env') return name
  return posix.basename(rest.find((word) => !word.startsWith('-') && !word.includes('=')) ?? '')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
