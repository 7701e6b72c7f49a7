import { readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { DEFAULT_COMPILE_LIMITS, DEFAULT_RUN_LIMITS, type Limits, type PartialLimits } from '@sandrun/shared'
import { readConfig } from '../settings/environment.ts'
import { openContainerEngine } from '../compose/container-engine.ts'
import { LABELS } from '../model/labels.ts'
import { type Catalog, loadCatalog } from '../languages/catalog.ts'
import { planImages } from '../images/image-plan.ts'
import { totalImageBytes } from '../images/image-size.ts'
import type { LanguagePack } from '../languages/pack.ts'
import { type PackTests, readPackTests } from './pack-test.ts'
import { REQUIREMENTS } from './requirements.ts'
import { defaultRunLimits } from '../worker/run/resolve-limits.ts'

/** The page whose tables are written from the packs. */
export const LANGUAGE_DOCS_FILE = new URL('../../../docs/languages.md', import.meta.url)

const BEGIN = '<!-- Written from the packs: node service/src/conformance/language-docs.ts -->'
const END = '<!-- Up to here. -->'

/** Facts that only built images have. */
export interface ImageFacts {
  /** By id; without the languages that are not built. */
  versions: ReadonlyMap<string, string>
  /** All images together; shared layers count once. */
  totalMb: string
}

/** The page with new tables; the rest stays. */
export function withLanguageTables(
  page: string,
  packs: readonly { pack: LanguagePack; tests: PackTests }[],
  { versions, totalMb }: ImageFacts,
): string {
  const begin = page.indexOf(BEGIN)
  const end = page.indexOf(END)
  if (begin === -1 || end === -1) throw new Error(`There is no "${BEGIN}" … "${END}" in the page.`)
  const facts = packs.map(({ pack }) => [
    ...nameCells(pack, versions),
    pack.manifest.docs?.source ?? '',
    `\`${pack.manifest.file}\``,
    (pack.manifest.libraries ?? []).join(', '),
    pack.manifest.docs?.notes ?? '',
  ])
  const runs = packs.map(({ pack, tests }) => [
    `\`${pack.manifest.id}\``,
    pack.manifest.docs?.compiledWith ??
      (pack.manifest.compile === undefined ? '' : programOf(pack.manifest.compile.argv)),
    programOf(pack.manifest.run.argv),
    limitsOf(pack),
    requirementsOf(pack, tests),
  ])
  const tables = [
    toTable(['id', 'language', 'version', 'from', 'file name', 'libraries', 'notes'], facts),
    `${packs.length} languages. All images together take ${totalMb} MB, counting shared layers once. How programs run, and what is proven:`,
    toTable(['id', 'compiled with', 'run by', 'own limits', 'proven'], runs),
    `The default limits are ${usualLimits(DEFAULT_RUN_LIMITS)} to run,\nand ${usualLimits(DEFAULT_COMPILE_LIMITS)} to compile. A compiled program has at least its compiler's memory.`,
  ]
  return `${page.slice(0, begin)}${BEGIN}\n\n${tables.join('\n\n')}\n\n${page.slice(end)}`
}

/** The images' facts from an earlier version of the page, so that it can be checked without images. */
export function readImageFacts(page: string): ImageFacts {
  const rows = page.matchAll(/^\| `([^`]+)` *\| [^|]+ \| (\d[^ |]*) *\|/gm)
  return {
    versions: new Map([...rows].map(([, id = '', version = '']) => [id, version])),
    totalMb: /take (\d+) MB/.exec(page)?.[1] ?? '',
  }
}

function nameCells({ manifest }: LanguagePack, versions: ImageFacts['versions']): string[] {
  return [`\`${manifest.id}\``, manifest.name, versions.get(manifest.id) ?? '']
}

function programOf([program = '', ...rest]: readonly string[]): string {
  if (program.startsWith('./')) return 'itself'
  // A shell only starts the pack's own program.
  const script = /^(ba)?sh$/.test(program) ? rest.find((part) => part.endsWith('.sh')) : undefined
  return `\`${(script ?? program).split('/').at(-1)}\``
}

function usualLimits({ cpuMs, wallMs, memoryMb }: Limits): string {
  return `${cpuMs / 1000} s of CPU, ${wallMs / 1000} s of wall time, ${memoryMb} MB of memory`
}

/** Limits of a phase that differ from the defaults. */
function limitsOf({ manifest: { compile, run } }: LanguagePack): string {
  const cells = [
    ...describeLimits('compile', compile?.limits, DEFAULT_COMPILE_LIMITS),
    // What every compiled program gets, without limits of its language.
    ...describeLimits(
      'run',
      defaultRunLimits({ compile, run }),
      defaultRunLimits({ compile, run: { ...run, limits: {} } }),
    ),
  ]
  return cells.join(', ')
}

function describeLimits(phase: string, limits: PartialLimits = {}, usual: PartialLimits): string[] {
  return Object.entries(limits)
    .filter(([name, value]) => usual[name as keyof PartialLimits] !== value)
    .map(([name, value]) => `${phase} \`${name}\` ${value}`)
}

function requirementsOf({ manifest }: LanguagePack, { cases, lacks }: PackTests): string {
  if (manifest.build === 'online') return '**not verified**; built only by its name or `--all`'
  const lacking = REQUIREMENTS.filter((requirement) => requirement.cases.some((name) => lacks.has(name))).map(
    ({ title }) => title,
  )
  const count = REQUIREMENTS.length - lacking.length
  const more = cases.length - count
  return `${count}${more > 0 ? ` and ${more} more` : ''}${lacking.length > 0 ? `; without ${lacking.join(', ')}` : ''}`
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

async function readImages(catalog: Catalog): Promise<ImageFacts> {
  const engine = openContainerEngine()
  const images = await engine.listImages(LABELS.pack)
  const versions = catalog.packs.flatMap(({ manifest, image }) => {
    const version = images.find(({ tags }) => tags.includes(`${image}:latest`))?.labels[LABELS.version]
    return version === undefined ? [] : [[manifest.id, version] as const]
  })
  const plan = await planImages(catalog, catalog.packs, engine)
  const bytes = await totalImageBytes(
    engine,
    plan.images.map(({ image }) => image),
  )
  return { versions: new Map(versions), totalMb: (bytes / 1e6).toFixed(0) }
}

/** All packs, with their tests. */
export async function readDocumentedPacks(catalog: Catalog): Promise<{ pack: LanguagePack; tests: PackTests }[]> {
  return Promise.all(catalog.packs.map(async (pack) => ({ pack, tests: await readPackTests(pack) })))
}

// Run `node service/src/conformance/language-docs.ts` to write the tables, with every image built.
if (import.meta.main) {
  const catalog = await loadCatalog(readConfig(process.env).languagesDir)
  const page = await readFile(LANGUAGE_DOCS_FILE, 'utf8')
  const packs = await readDocumentedPacks(catalog)
  await writeFile(LANGUAGE_DOCS_FILE, withLanguageTables(page, packs, await readImages(catalog)))
  process.stderr.write(`Wrote ${fileURLToPath(LANGUAGE_DOCS_FILE)}\n`)
}
