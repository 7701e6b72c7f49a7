import { createHash } from 'node:crypto'
import type { ResolvedRun } from './resolve.ts'

/** Who compiles, and with what. */
export interface CompileScope {
  /** The installation: two services may keep their caches in one place, and know their principals by the same names. */
  instance: string
  principal: string
  /** Digest of the image. */
  image: string
}

/**
 * Names what compiling makes by all that it depends on, as 64 hexadecimal digits. Null for a run of which nothing may be
 * kept: nothing is compiled, its language does not say what compiling makes, it asks not to, or its sandbox holds more
 * than its own files.
 */
export function compileKey({ instance, principal, image }: CompileScope, resolved: ResolvedRun): string | null {
  const { pack, compile, files, entry, cache, terminal } = resolved
  const { id, artefacts = [] } = pack.manifest
  if (!cache || compile === null || artefacts.length === 0) return null
  const sources = files
    .map(({ path, content, executable }) => ({ path, executable, content: sha256(content) }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const env = Object.entries(compile.env).toSorted(([a], [b]) => (a < b ? -1 : 1))
  const { argv, limits } = compile
  // What is kept of the compiler's output depends on its limit, and at a terminal it writes another one.
  const output = [limits.outputKb, terminal !== null]
  // Two lists that differ are different texts in JSON.
  const everything = [instance, principal, image, id, artefacts, argv, env, output, entry, sources]
  return sha256(JSON.stringify(everything))
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
