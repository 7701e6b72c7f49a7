import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { BuildOptions, Plugin } from 'esbuild'
import { LANGUAGES_FOLDER, languagePacks } from './language-packs.ts'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The extensions of programs' names, so that the extension knows a program without asking a service. */
const packs = languagePacks(LANGUAGES_FOLDER)
const programExtensions = packs.flatMap(({ extensions }) => extensions)

/** What languages are called in Markdown. */
const programTags = packs.flatMap(({ id, aliases, editorLanguageIds, extensions }) =>
  [id, ...aliases, ...editorLanguageIds, ...extensions.map((extension) => extension.slice(1))].map((tag) =>
    tag.toLowerCase(),
  ),
)

const define = {
  PROGRAM_EXTENSIONS: JSON.stringify([...new Set(programExtensions)].toSorted()),
  PROGRAM_TAGS: JSON.stringify([...new Set(programTags)].toSorted()),
}

const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  external: ['vscode'],
  minify: true,
  sourcesContent: false,
  define,
  logLevel: 'warning',
} satisfies BuildOptions

/**
 * Leaves out of ws what a client that offers no compression never calls. What names the extension stays, as ws asks for
 * it before it knows that there is none.
 */
const clientOnly: Plugin = {
  name: 'ws-client-only',
  setup: (bundling) => {
    bundling.onLoad(
      { filter: /[\\/]ws[\\/]lib[\\/](websocket-server|stream|permessage-deflate|extension)\.js$/ },
      () => ({
        contents: 'module.exports = { extensionName: "permessage-deflate" }',
      }),
    )
  },
}

/** What VS Code loads: on the desktop and on servers, and in the browser. */
export const bundles: BuildOptions[] = [
  {
    ...common,
    entryPoints: ['src/entry-node.ts'],
    outfile: 'dist/extension.js',
    platform: 'node',
    target: 'node22',
    plugins: [clientOnly],
    // ws looks for native accelerators, which no bundle can carry.
    define: { ...define, 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' },
  },
  {
    ...common,
    entryPoints: ['src/entry-web.ts'],
    outfile: 'dist/web.js',
    platform: 'browser',
    target: 'es2023',
  },
]

/** The tests that run inside VS Code. */
export const tests: BuildOptions = {
  ...common,
  entryPoints: globSync('test/integration/*/*.test.ts', { cwd: root }),
  outbase: 'test',
  outdir: 'out/test',
  platform: 'node',
  target: 'node22',
  minify: false,
  sourcemap: 'inline',
}
