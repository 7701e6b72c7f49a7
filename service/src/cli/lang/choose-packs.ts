import type { Catalog } from '../../languages/catalog.ts'
import type { LanguagePack } from '../../languages/pack.ts'
import { starterPacks } from '../../languages/starters.ts'
import { readConfig } from '../../settings/environment.ts'
import { USAGE } from '../command/usage-error.ts'
import { readChanges } from './changes.ts'

/** The options that choose packs. */
export interface Choice {
  starter?: boolean
  changed?: boolean
  offline?: boolean
  all?: boolean
}

/**
 * The packs with these names and options, in the order of their ids. A pack that needs a source beyond Debian, npm and
 * NuGet, or has a licence to accept, must be named or selected with `all`. Throws `unknown-language`.
 */
export async function choosePacks(
  catalog: Catalog,
  names: readonly string[],
  { starter = false, changed = false, offline = false, all = false }: Choice,
): Promise<readonly LanguagePack[]> {
  const named = new Set(names.map((name) => catalog.get(name)))
  const hasChanged = changed ? await readChanges(catalog.directory) : null
  if (changed && hasChanged === null) {
    process.stderr.write(`  git can't list the changes in ${catalog.directory}, so no pack counts as changed\n`)
  }
  const starters = new Set(starter ? starterPacks(catalog, readConfig(process.env).starters) : [])
  return catalog.packs.filter(
    (pack) =>
      all ||
      named.has(pack) ||
      (offline && pack.manifest.build === 'offline') ||
      starters.has(pack) ||
      (pack.manifest.build === 'offline' && hasChanged?.(pack) === true),
  )
}

/** Says that no packs are selected; returns the exit code. */
export function reportNoPacks(): number {
  process.stderr.write(
    'sandrun: No language packs selected. Name some, or use --starter, --changed, --offline or --all.\n',
  )
  return USAGE
}
