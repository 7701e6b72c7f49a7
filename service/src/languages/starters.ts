import { SandrunError } from '@sandrun/shared'
import type { Catalog } from './catalog.ts'
import type { LanguagePack } from './pack.ts'

/** Used alone, for no starter at all. */
const NONE = 'none'

/**
 * The languages to build first and keep warm: those with these names, in this order, or those whose packs say so.
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
