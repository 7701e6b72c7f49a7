import { isBuiltin } from 'node:module'
import { join, relative, sep } from 'node:path'
import type { Plugin } from 'rolldown'
import { lateParts } from './late-parts.ts'
import { libraryFolders } from './library-folders.ts'

export interface Bundle {
  files: readonly { name: string; code: string }[]
  /** The bundled sources, as paths below the clone. */
  sources: readonly string[]
}

/** The lowest Node version for the package: that of VS Code 1.101, in major versions. */
const PACKAGE_TARGET = 'node22'

const CLI = 'service/src/cli'

/** Where the bundle's files go, and what they contain. */
export interface BundleOptions {
  /** The folder below the root. */
  at: string
  /** With every library, for use without an installation; it runs on the package's Node. */
  whole: boolean
}

/** Libraries that commands need at their start. The service's own are loaded from their installation. */
const INSIDE = ['@commander-js/extra-typings', '@sandrun/shared', 'commander', 'diff', 'leven', 'shlex', 'ws', 'zod']

/**
 * One file for what is loaded together, as each file takes time: what every command loads, what commands with a service
 * load, and `run`. Of each group, the sources that lead to all the rest.
 */
const TOGETHER: Readonly<Record<string, readonly string[]>> = {
  app: ['app/app.ts', 'config/config-path.ts'],
  client: ['command/report-error.ts', 'config/user-config.ts', 'service/service-client.ts'],
  run: ['run/run.ts'],
}

/** Bundles the command line of the clone at `root`. */
export async function bundle(root: string, { at, whole }: BundleOptions): Promise<Bundle> {
  const { rolldown } = await import('rolldown')
  await using bundled = await rolldown({
    cwd: root,
    input: join(root, CLI, 'main.ts'),
    platform: 'node',
    // As Node runs the sources: no compiler setting changes their behaviour.
    tsconfig: false,
    // Native modules are optional: a library does without one that can't be loaded.
    external: (id) => id.endsWith('.node') || !(whole || isInside(id)),
    plugins: [lateParts, sourceAddresses(root, join(root, at)), libraryFolders],
    transform: {
      target: whole ? PACKAGE_TARGET : 'node24',
      // ws looks for native accelerators, which a bundle can't contain.
      define: { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' },
    },
    logLevel: 'silent',
  })
  const { output } = await bundled.generate({
    format: 'esm',
    entryFileNames: 'main.js',
    intro: whole ? 'const __dirname = import.meta.dirname;' : '',
    minify: { compress: false, mangle: false, codegen: { removeWhitespace: true } },
    codeSplitting: {
      groups: Object.entries(TOGETHER).map(([name, sources], index, all) => {
        const paths = new Set(sources.map((path) => join(root, CLI, path)))
        return { name, test: (id: string) => paths.has(id), priority: all.length - index }
      }),
    },
  })
  const chunks = output.filter((file) => file.type === 'chunk')
  const modules = chunks.flatMap(({ moduleIds }) => moduleIds)
  return {
    files: chunks.map(({ fileName, code }) => ({ name: fileName, code })),
    sources: modules.map((path) => relative(root, path).split(sep).join('/')).filter(isSource),
  }
}

/** A bundled library, or not a library at all: a file, or a part of Node, which `lateParts` handles. */
function isInside(id: string): boolean {
  return /^[./\0]/.test(id) || isBuiltin(id) || INSIDE.some((name) => id === name || id.startsWith(`${name}/`))
}

/** Installed files change with the lockfile, and other modules never. */
function isSource(path: string): boolean {
  return /^(?:service|shared)\/src\//.test(path)
}

/** Sources find the files beside them: `import.meta.url` stays their own address. */
function sourceAddresses(root: string, from: string): Plugin {
  return {
    name: 'source-addresses',
    transform(code, id) {
      if (!code.includes('import.meta.url') || !isSource(relative(root, id).split(sep).join('/'))) return null
      const own = JSON.stringify(relative(from, id).split(sep).join('/'))
      return code.replaceAll('import.meta.url', `new URL(${own}, import.meta.url).href`)
    },
  }
}
