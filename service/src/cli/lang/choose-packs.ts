import type { Catalog } from '../../languages/catalog.ts'
import type { LanguagePack } from '../../languages/pack.ts'
import { readChanges } from './changes.ts'

/** The options that choose packs, for parseArgs. */
export const CHOICE_OPTIONS = {
  starter: { type: 'boolean' },
  changed: { type: 'boolean' },
  offline: { type: 'boolean' },
  all: { type: 'boolean' },
} as const

export type Choice = Partial<Record<keyof typeof CHOICE_OPTIONS, boolean>>

/** The packs of these names and of these options, in the order of their ids. Throws `unknown-language`. */
export async function choosePacks(
  catalog: Catalog,
  names: readonly string[],
  { starter = false, changed = false, offline = false, all = false }: Choice,
): Promise<readonly LanguagePack[]> {
  const named = new Set(names.map((name) => catalog.get(name)))
  const hasChanged = changed ? await readChanges(catalog.directory) : null
  if (changed && hasChanged === null) {
    process.stderr.write(`  git does not tell what changed in ${catalog.directory}, so nothing counts as changed\n`)
  }
  return catalog.packs.filter(
    (pack) =>
      all ||
      named.has(pack) ||
      (offline && pack.manifest.build === 'offline') ||
      (starter && pack.manifest.starter === true) ||
      hasChanged?.(pack) === true,
  )
}
