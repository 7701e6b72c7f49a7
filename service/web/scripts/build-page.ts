import { readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { build, type Metafile } from 'esbuild'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** The files that the document loads, by placeholder. */
const PARTS = { script: 'src/main.tsx', style: 'src/styles/page.css', icon: 'src/icon.svg' }
/** The widget's editor, which shares its parts with the page's. */
const WIDGET_EDITOR = 'src/widget/code-editor-module.ts'

/** Beyond this size a file is worth compressing, in bytes. */
const WORTH_COMPRESSING = 1024

/**
 * Builds the page into `dist`: `index.html`, and `assets/` whose names change with their content, each with a .br and a
 * .gz beside it. The document keeps one placeholder, `{{nonce}}`, which the service fills in for each answer. The
 * widget's script for other pages is in `widget/`, under the same name always.
 */
export async function buildPage(): Promise<void> {
  const dist = join(ROOT, 'dist')
  await rm(dist, { recursive: true, force: true })
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [...Object.values(PARTS), WIDGET_EDITOR],
    outdir: 'dist/assets',
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.svg': 'copy' },
    entryNames: '[name]-[hash]',
    chunkNames: '[name]-[hash]',
    assetNames: '[name]-[hash]',
    minify: true,
    metafile: true,
    logLevel: 'warning',
  })
  await Promise.all(Object.keys(metafile.outputs).map((path) => compress(join(ROOT, path))))
  await writeFile(join(dist, 'index.html'), await documentOf(metafile))
  await buildWidget(addressOf(outputOf(metafile, WIDGET_EDITOR)))
}

/** One file, for `<script src>`: it loads nothing but the editor, and that from this address. */
async function buildWidget(editor: string): Promise<void> {
  const outfile = join(ROOT, 'dist/widget/sandrun-editor.js')
  await build({
    absWorkingDir: ROOT,
    entryPoints: ['src/widget/main.ts'],
    outfile,
    bundle: true,
    format: 'iife',
    target: 'es2023',
    define: { EDITOR_MODULE: JSON.stringify(editor) },
    loader: { '.css': 'text' },
    minify: true,
    logLevel: 'warning',
  })
  await compress(outfile)
}

function outputOf({ outputs }: Metafile, source: string): string {
  const output = Object.keys(outputs).find((path) => source in (outputs[path]?.inputs ?? {}))
  if (output === undefined) throw new Error(`The build made nothing of ${source}.`)
  return output
}

async function documentOf(metafile: Metafile): Promise<string> {
  let document = await readFile(join(ROOT, 'index.html'), 'utf8')
  for (const [placeholder, source] of Object.entries(PARTS)) {
    document = document.replace(`{{${placeholder}}}`, addressOf(outputOf(metafile, source)))
  }
  const entry = Object.values(metafile.outputs).find(({ entryPoint }) => entryPoint === PARTS.script)
  // The modules that the script imports at once are preloaded.
  const preload = (entry?.imports ?? []).filter(({ kind }) => kind === 'import-statement')
  const links = preload.map(({ path }) => `<link rel="modulepreload" href="${addressOf(path)}" />`)
  return document.replace('{{preload}}', links.join('\n    '))
}

function addressOf(output: string): string {
  return `/assets/${basename(output)}`
}

async function compress(path: string): Promise<void> {
  const bytes = await readFile(path)
  if (bytes.length < WORTH_COMPRESSING) return
  const [br, gz] = await Promise.all([
    promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
    promisify(gzip)(bytes, { level: 9 }),
  ])
  await Promise.all([writeFile(`${path}.br`, br), writeFile(`${path}.gz`, gz)])
}
