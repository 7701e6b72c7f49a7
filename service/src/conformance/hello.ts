import { fileURLToPath } from 'node:url'
import { DEFAULT_MAXIMUM_LIMITS, type RunRequest } from '@sandrun/shared'
import { loadCatalog } from '../languages/catalog.ts'
import { type ResolvedPhase, resolveRun } from '../worker/run/resolve.ts'
import { readPackTests } from './pack-test.ts'

const LANGUAGES = fileURLToPath(new URL('../../../languages', import.meta.url))

/** A language's smallest program, and its commands. */
export interface Hello {
  id: string
  /** For people. */
  name: string
  image: string
  /** The language has a prepared runtime. */
  isPrepared: boolean
  request: RunRequest
  files: { path: string; content: Uint8Array }[]
  /** Commands that a sandbox runs in its work directory; null when nothing is compiled. */
  compile: Command | null
  run: Command
}

type Command = Pick<ResolvedPhase, 'argv' | 'env'>

/** The hello programs of these languages, or of all. Skips a language without one; throws `unknown-language`. */
export async function readHellos(ids: readonly string[]): Promise<Hello[]> {
  const catalog = await loadCatalog(LANGUAGES)
  const hellos: Hello[] = []
  for (const pack of ids.length === 0 ? catalog.packs : ids.map((id) => catalog.get(id))) {
    const { cases } = await readPackTests(pack)
    const request = cases.find(({ name }) => name === 'hello')?.request
    if (request === undefined) continue
    const { files, compile, run } = resolveRun(request, catalog, DEFAULT_MAXIMUM_LIMITS)
    const { id, name, prepare } = pack.manifest
    hellos.push({ id, name, image: pack.image, isPrepared: prepare !== undefined, request, files, compile, run })
  }
  return hellos
}
