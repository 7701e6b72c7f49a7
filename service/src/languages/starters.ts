import { SandrunError } from '@sandrun/shared'
import type { Catalog } from './catalog.ts'
import type { LanguagePack } from './pack.ts'

/** Used alone, for no starter at all. */
const NONE = 'none'

/** The usual first program: without other names, its language comes first. */
const FIRST = 'python'

/**
 * The languages to build first and keep warm: those with these names, in this order, or those whose packs say so.
 * Throws `unknown-language`.
 */
export function starterPacks(catalog: Catalog, names: readonly string[] | null): readonly LanguagePack[] {
  if (names === null) {
    const starters = catalog.packs.filter(({ manifest }) => manifest.starter === true)
    return starters.toSorted((a, b) => Number(b.manifest.id === FIRST) - Number(a.manifest.id === FIRST))
  }
  if (names.length === 1 && names[0] === NONE) return []
  return names.map((name) => {
    const pack = catalog.find(name)
    if (pack !== undefined) return pack
    throw new SandrunError('unknown-language', `SANDRUN_STARTERS: there is no language "${name}".`, {
      hint: 'Name languages with commas between them, as SANDRUN_STARTERS=python,c, or write none.',
    })
  })
}
