import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { bundle } from '../command/bundle.ts'
import { LIBRARIES } from '../command/library-folders.ts'
import { readVersion } from './version.ts'
import { PACKAGE_NAME, PACKAGE_NODE } from './product.ts'

/** The bundle's folder; those beside it are as in the clone, so that it finds the same files by the same paths. */
const BUNDLE = 'service/dist'

/** The sources of images, the programs of `doctor --attack`, and the page. */
const FOLDERS = ['languages', 'service/agent', 'service/src/attack/programs', 'service/web/dist']

/** Names of folders below those that no image needs. */
const LEFT_OUT: ReadonlySet<string> = new Set(['samples', 'tests', 'test', 'build', 'node_modules'])

/**
 * The compressed page: twice the size of the page itself, and the service compresses what it sends. It does not compress
 * the widget.
 */
const COMPRESSED = /^(?!widget[\\/]).*\.(?:br|gz|inputs)$/

/** Files that libraries read, as [package, its folder]. */
const LIBRARY_FILES = [['@fastify/swagger-ui', 'static']] as const

/**
 * Recreates `folder` with the whole product: the service's bundle and its command, the packs and the agent for building
 * images, the page. The page of the clone at `root` must be built.
 */
export async function assemble(root: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
  const { files } = await bundle(root, { at: BUNDLE, whole: true })
  await mkdir(join(folder, BUNDLE), { recursive: true })
  await Promise.all(files.map(({ name, code }) => writeFile(join(folder, BUNDLE, name), code)))
  for (const path of FOLDERS) {
    const from = join(root, path)
    await cp(from, join(folder, path), { recursive: true, filter: (file) => isPacked(relative(from, file)) })
  }
  for (const [name, part] of LIBRARY_FILES) {
    const from = join(root, 'service/node_modules', name, part)
    await cp(from, join(folder, BUNDLE, LIBRARIES, name, part), {
      recursive: true,
      // Only useful for debugging that library.
      filter: (file) => !file.endsWith('.map'),
    })
  }
  await mkdir(join(folder, 'bin'))
  await cp(join(root, 'scripts/package/sandrun.mjs'), join(folder, 'bin/sandrun.mjs'))
  await cp(join(root, 'scripts/bootstrap/cache-folder.mjs'), join(folder, 'bootstrap/cache-folder.mjs'))
  await cp(join(root, 'LICENSE'), join(folder, 'LICENSE'))
  await cp(join(root, 'scripts/package/README.md'), join(folder, 'README.md'))
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(await manifestOf(root), null, 2)}\n`)
}

function isPacked(path: string): boolean {
  return !COMPRESSED.test(path) && path.split(sep).every((name) => !LEFT_OUT.has(name))
}

async function manifestOf(root: string): Promise<object> {
  const own = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as Record<string, unknown>
  const { description, license } = own
  return {
    name: PACKAGE_NAME,
    version: await readVersion(root),
    description,
    license,
    type: 'module',
    bin: { sandrun: 'bin/sandrun.mjs' },
    engines: { node: `>=${PACKAGE_NODE}` },
  }
}
