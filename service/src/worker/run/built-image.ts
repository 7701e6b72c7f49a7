import { SandrunError } from '@sandrun/shared'

/** An image for sandboxes, and its toolchain's version. */
export interface BuiltImage {
  id: string
  version: string
}

/** A version fits when it is `*`, the same, or a prefix that ends at a dot: `3.13` fits 3.13.5. Throws if not. */
export function checkVersion(asked: string | undefined, installed: string): void {
  if (asked === undefined || asked === '*' || asked === installed || installed.startsWith(`${asked}.`)) return
  throw new SandrunError('unknown-version', `Unknown version "${asked}"; ${installed} is installed.`, {
    field: 'version',
  })
}
