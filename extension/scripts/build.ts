import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type BuildOptions, build } from 'esbuild'
import { withRunMenus } from './run-menus.ts'

/** Builds both bundles; with `--tests` also the tests that run inside VS Code. Brings package.json up to date first. */
const root = fileURLToPath(new URL('..', import.meta.url))

const manifest = `${root}package.json`
const before = readFileSync(manifest, 'utf8')
const after = withRunMenus(before, fileURLToPath(new URL('../../languages', import.meta.url)))
if (after !== before) writeFileSync(manifest, after)

const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'cjs',
  external: ['vscode'],
  minify: true,
  sourcesContent: false,
  logLevel: 'warning',
} satisfies BuildOptions

const bundles: BuildOptions[] = [
  {
    ...common,
    entryPoints: ['src/entry-node.ts'],
    outfile: 'dist/extension.js',
    platform: 'node',
    target: 'node22',
    // ws looks for native accelerators, which no bundle can carry.
    define: { 'process.env.WS_NO_BUFFER_UTIL': '"1"', 'process.env.WS_NO_UTF_8_VALIDATE': '"1"' },
  },
  {
    ...common,
    entryPoints: ['src/entry-web.ts'],
    outfile: 'dist/web.js',
    platform: 'browser',
    target: 'es2023',
  },
]

const tests: BuildOptions = {
  ...common,
  entryPoints: globSync('test/integration/*/*.test.ts', { cwd: root }),
  outbase: 'test',
  outdir: 'out/test',
  platform: 'node',
  target: 'node22',
  minify: false,
  sourcemap: 'inline',
}

await Promise.all((process.argv.includes('--tests') ? [...bundles, tests] : bundles).map((options) => build(options)))
