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

/** Takes ws from the file beside the bundle; see docs/adr/0016-separate-websocket-bundle.md. */
const wsBeside: Plugin = {
  name: 'ws-beside',
  setup: (bundling) => {
    bundling.onResolve({ filter: /^ws$/ }, () => ({ path: './ws.js', external: true }))
  },
}

/** Takes what starts a service on this machine from the file beside the bundle, when it is first needed. */
const localBeside: Plugin = {
  name: 'local-beside',
  setup: (bundling) => {
    bundling.onResolve({ filter: /\/local-service\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './local.js', external: true } : null,
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
    plugins: [wsBeside, localBeside],
    // VS Code loads what is required.
    supported: { 'dynamic-import': false },
  },
  {
    ...common,
    entryPoints: ['src/service/local/local-service.ts'],
    outfile: 'dist/local.js',
    platform: 'node',
    target: 'node22',
  },
  {
    ...common,
    entryPoints: ['src/entry-web.ts'],
    outfile: 'dist/web.js',
    platform: 'browser',
    target: 'es2023',
  },
  {
    ...common,
    entryPoints: [fileURLToPath(import.meta.resolve('ws'))],
    outfile: 'dist/ws.js',
    platform: 'node',
    target: 'node22',
    // It looks for native accelerators, which no bundle can carry.
    define: { ...define, 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' },
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

/** The tests that run in a browser's extension host. */
export const webTests: BuildOptions = {
  ...common,
  entryPoints: ['test/integration/web/web.ts'],
  outfile: 'out/test/integration/web/web.js',
  platform: 'browser',
  target: 'es2023',
  minify: false,
}
