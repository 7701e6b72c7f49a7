import { createHash } from 'node:crypto'
import type { ResolvedRun } from './resolve.ts'

/** The compiling principal, and its tools. */
export interface CompileScope {
  /** The installation: two services may share a cache directory, and know different principals by the same name. */
  instance: string
  principal: string
  /** Digest of the image. */
  image: string
}

/**
 * A key for what compiling makes, from all that it depends on, as 64 hexadecimal digits. Null when nothing may be kept:
 * nothing is compiled, the language does not say what compiling makes, the run asks not to, or its sandbox may hold
 * other files.
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
  // How much of the compiler's output is kept depends on its limit, and at a terminal the output differs.
  const output = [limits.outputKb, terminal !== null]
  // Different lists give different JSON texts.
  const everything = [instance, principal, image, id, artefacts, argv, env, output, entry, sources]
  return sha256(JSON.stringify(everything))
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
