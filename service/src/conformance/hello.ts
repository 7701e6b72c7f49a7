import { fileURLToPath } from 'node:url'
import { DEFAULT_MAXIMUM_LIMITS, type RunRequest } from '@sandrun/shared'
import { loadCatalog } from '../languages/catalog.ts'
import { type ResolvedPhase, resolveRun } from '../worker/run/resolve.ts'
import { readPackTests } from './pack-test.ts'

const LANGUAGES = fileURLToPath(new URL('../../../languages', import.meta.url))

/** A language's smallest program, and what runs it. */
export interface Hello {
  id: string
  /** For people. */
  name: string
  image: string
  /** Its runtime can wait for a program. */
  isPrepared: boolean
  request: RunRequest
  files: { path: string; content: Uint8Array }[]
  /** The commands a sandbox runs in its work directory; null where nothing is compiled. */
  compile: Command | null
  run: Command
}

type Command = Pick<ResolvedPhase, 'argv' | 'env'>

/** Hello in these languages, or in all. One that has no such program is left out; one there is not throws `unknown-language`. */
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
