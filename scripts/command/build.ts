import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type BundleIndex, BUNDLES, entryOf, factsOf, INDEX } from '../bootstrap/command-bundle.mjs'
import { NODE_MINIMUM } from '../bootstrap/versions.mjs'
import { type Bundle, bundle } from './bundle.ts'

/** A running command loads parts late from its bundle; none is still in use at this age, in milliseconds. */
const OUTDATED_MS = 7 * 24 * 60 * 60 * 1000

/** The file clock may lag behind ours by a tick of the kernel, in milliseconds. */
const CLOCK_TICK_MS = 20

/** The inputs of a bundle besides the sources: its build scripts and its libraries. */
const SURROUNDINGS = [
  'scripts/command/build.ts',
  'scripts/command/bundle.ts',
  'scripts/command/late-parts.ts',
  'scripts/command/library-folders.ts',
  'service/package.json',
  'shared/package.json',
  'pnpm-lock.yaml',
  'node_modules/.pnpm/lock.yaml',
]

/** Bundles the command line of the clone at `root` and names the bundle in the index. Returns its entry. */
export async function buildCommand(root: string): Promise<string> {
  const folder = join(root, BUNDLES)
  // First, so that a folder that can't be written costs no time.
  await mkdir(folder, { recursive: true })
  const begun = Date.now()
  const { files, sources } = await bundle(root, { at: join(BUNDLES, 'build'), whole: false })
  const build = nameOf(files)
  await writeBuild(folder, build, files)
  const inputs = [...SURROUNDINGS, ...sources].map((path) => {
    const facts = factsOf(join(root, path))
    // Saved meanwhile: the bundle may have the old version, so it is used once.
    return [path, Number(facts.split(' ')[1]) > begun - CLOCK_TICK_MS ? 'unknown' : facts] satisfies [string, string]
  })
  await writeIndex(join(folder, INDEX), { node: leastNode(), build, inputs })
  await removeOutdated(folder, build)
  return entryOf(root, build)
}

function leastNode(): BundleIndex['node'] {
  const [major = 0, minor = 0] = NODE_MINIMUM.split('.').map(Number)
  return [major, minor]
}

/** The same name for the same contents keeps Node's compile cache valid. */
function nameOf(files: Bundle['files']): string {
  const hash = createHash('sha256')
  for (const { name, code } of files) hash.update(name).update(code)
  return hash.digest('hex').slice(0, 16)
}

/** All or nothing: a folder that exists is complete, and two commands that bundle at once do not disturb each other. */
async function writeBuild(folder: string, build: string, files: Bundle['files']): Promise<void> {
  const passing = join(folder, `building-${process.pid}`)
  await rm(passing, { recursive: true, force: true })
  await mkdir(passing)
  try {
    await Promise.all(files.map(({ name, code }) => writeFile(join(passing, name), code)))
    await rename(passing, join(folder, build)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error
    })
  } finally {
    await rm(passing, { recursive: true, force: true })
  }
}

async function writeIndex(path: string, index: BundleIndex): Promise<void> {
  const passing = `${path}.${process.pid}`
  await writeFile(passing, JSON.stringify(index))
  await rename(passing, path)
}

async function removeOutdated(folder: string, current: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name === current || name === basename(INDEX)) continue
    const path = join(folder, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }))
    if (mtimeMs < Date.now() - OUTDATED_MS) await rm(path, { recursive: true, force: true })
  }
}
