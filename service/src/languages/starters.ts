import { SandrunError } from '@sandrun/shared'
import type { Catalog } from './catalog.ts'
import type { LanguagePack } from './pack.ts'

/** Stands alone, for no starter at all. */
const NONE = 'none'

/**
 * The languages that are built first and kept warm: those of these names, in their order, or those of which their packs say so.
 * Throws `unknown-language`.
 */
export function starterPacks(catalog: Catalog, names: readonly string[] | null): readonly LanguagePack[] {
  if (names === null) return catalog.packs.filter(({ manifest }) => manifest.starter === true)
  if (names.length === 1 && names[0] === NONE) return []
  return names.map((name) => {
    const pack = catalog.find(name)
    if (pack !== undefined) return pack
    throw new SandrunError('unknown-language', `SANDRUN_STARTERS: there is no language "${name}".`, {
      hint: 'Name languages with commas between them, as SANDRUN_STARTERS=python,c, or write none.',
    })
  })
}
