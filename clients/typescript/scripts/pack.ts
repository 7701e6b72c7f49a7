import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { promisify } from 'node:util'
import { rolldown } from 'rolldown'

const CLIENT = join(import.meta.dirname, '..')
const ROOT = join(CLIENT, '../..')

/** The lowest Node version with its own WebSocket. */
const NODE = '>=22'

/** Packs the client for publishing into `folder`; returns the tarball's path. One file holds all, for browsers too. */
async function pack(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const passing = await mkdtemp(join(tmpdir(), 'sandrun-client-'))
  try {
    await bundle(passing)
    await declare(passing)
    for (const [from, to] of [
      [join(ROOT, 'LICENSE'), 'LICENSE'],
      [join(CLIENT, 'README.md'), 'README.md'],
    ] as const) {
      await cp(from, join(passing, to))
    }
    await writeFile(join(passing, 'package.json'), `${JSON.stringify(await manifest(), null, 2)}\n`)
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
    const { stdout } = await promisify(execFile)('npm', args, { cwd: passing })
    const [packed] = JSON.parse(stdout) as { filename: string }[]
    if (packed === undefined) throw new Error(`npm packed nothing: ${stdout}`)
    return join(folder, packed.filename)
  } finally {
    await rm(passing, { recursive: true, force: true })
  }
}

async function bundle(folder: string): Promise<void> {
  await using bundled = await rolldown({
    input: { index: join(CLIENT, 'src/index.ts') },
    platform: 'neutral',
    resolve: { mainFields: ['module', 'main'], conditionNames: ['import'] },
    tsconfig: false,
    transform: { target: 'es2022' },
  })
  await bundled.write({ dir: folder, format: 'esm' })
}

/** The types of all sources, in the same folders; they find each other without our packages' names. */
async function declare(folder: string): Promise<void> {
  const types = join(folder, 'types')
  const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--outDir', types, '--rootDir', ROOT]
  await promisify(execFile)(join(ROOT, 'node_modules/.bin/tsc'), [
    '-p',
    join(CLIENT, 'tsconfig.types.json'),
    ...options,
  ])
  const files = await readdir(types, { recursive: true })
  for (const file of files.filter((name) => name.endsWith('.d.ts'))) {
    const path = join(types, file)
    const shared = relative(dirname(path), join(types, 'shared/src'))
    const text = (await readFile(path, 'utf8'))
      .replaceAll("'@sandrun/shared'", `'${shared}/index.ts'`)
      .replaceAll("'@sandrun/shared/client'", `'${shared}/client/index.ts'`)
      .replaceAll(/(from |import\()(['"]\.[^'"]*)\.ts(['"])/g, '$1$2.js$3')
    await writeFile(path, text)
  }
}

async function manifest(): Promise<object> {
  const own = JSON.parse(await readFile(join(CLIENT, 'package.json'), 'utf8')) as Record<string, unknown>
  const zod = JSON.parse(await readFile(join(ROOT, 'shared/node_modules/zod/package.json'), 'utf8')) as {
    version: string
  }
  const { name, version, description, license, type, sideEffects } = own
  return {
    name,
    version,
    description,
    license,
    type,
    sideEffects,
    exports: { '.': { types: './types/clients/typescript/src/index.d.ts', default: './index.js' } },
    engines: { node: NODE },
    // Needed by its types.
    dependencies: { zod: `^${zod.version}` },
  }
}

console.log(await pack(join(ROOT, 'dist')))
