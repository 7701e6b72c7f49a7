import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { readConfig } from '../config.ts'
import { DockerEngine } from '../container/docker-engine.ts'
import { LABELS } from '../container/labels.ts'
import type { ContainerEngine } from '../container/port.ts'
import { type Catalog, loadCatalog } from '../languages/catalog.ts'
import { buildImages, type BuildProgress } from '../languages/image-build.ts'
import { type ImageSource, planImages, planSources } from '../languages/image-plan.ts'
import { AGENT_IMAGE } from '../pool/agent-volume.ts'
import { USAGE } from './exit-code.ts'
import { formatTable } from './table.ts'

/** The agent is built as the languages are; what only its tests and its authors need is no part of the image. */
const AGENT_SOURCE: ImageSource = {
  image: AGENT_IMAGE,
  pack: 'agent',
  folder: fileURLToPath(new URL('../../agent', import.meta.url)),
  ignore: ['test', 'build', 'README.md'],
}

/** `sandrun lang list|build` */
export async function lang([action, ...argv]: string[]): Promise<number> {
  const engine = new DockerEngine()
  const catalog = await loadCatalog(readConfig(process.env).languagesDir)
  if (action === 'list') return list(catalog, engine)
  if (action === 'build') return build(argv, catalog, engine)
  process.stderr.write('sandrun: write "sandrun lang list" or "sandrun lang build"\n')
  return USAGE
}

async function list(catalog: Catalog, engine: ContainerEngine): Promise<number> {
  const plan = await planImages(catalog, catalog.packs, engine)
  const rows = await Promise.all(
    catalog.packs.map(async ({ manifest, image }) => {
      const info = await engine.inspectImage(image)
      const stale = plan.images.some((planned) => planned.image === image && planned.stale)
      return [
        manifest.id,
        manifest.name,
        info?.labels[LABELS.version] ?? '',
        info === null ? '' : `${(info.sizeBytes / 1e6).toFixed(0)} MB`,
        info === null ? 'not built' : stale ? 'stale' : 'built',
      ]
    }),
  )
  process.stdout.write(formatTable(['id', 'name', 'version', 'size', 'state'], rows))
  return 0
}

async function build(argv: string[], catalog: Catalog, engine: ContainerEngine): Promise<number> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: { starter: { type: 'boolean' }, offline: { type: 'boolean' }, all: { type: 'boolean' } },
  })
  const packs = catalog.packs.filter(
    ({ manifest }) =>
      values.all === true ||
      (values.offline === true && manifest.build === 'offline') ||
      (values.starter === true && manifest.starter === true) ||
      positionals.includes(manifest.id),
  )
  for (const id of positionals) catalog.get(id)
  if (packs.length === 0) {
    process.stderr.write('sandrun: which ones? Name languages, or write --starter or --all\n')
    return USAGE
  }
  const agent = await planSources([AGENT_SOURCE], [AGENT_IMAGE], engine)
  const languages = await planImages(catalog, packs, engine)
  const report = await buildImages(
    { images: [...agent.images, ...languages.images], toBuild: [...agent.toBuild, ...languages.toBuild] },
    { engine, onProgress: createPrinter() },
  )
  if (report.built.length === 0 && report.failed.length === 0) process.stderr.write('All images are up to date.\n')
  for (const { image, error } of report.failed) process.stderr.write(`sandrun: ${image}: ${error.message}\n`)
  return report.failed.length === 0 ? 0 : 1
}

/** One line an event; on a terminal the builder's own lines pass by in the last one. */
function createPrinter(): (progress: BuildProgress) => void {
  const live = process.stderr.isTTY
  const clear = live ? '\r\u001B[K' : ''
  const print = (text: string): void => void process.stderr.write(`${clear}${text}\n`)
  return (progress) => {
    switch (progress.type) {
      case 'started':
        return print(`  building ${progress.image} …`)
      case 'line':
        if (live)
          process.stderr.write(`${clear}  ${progress.image}: ${progress.line.slice(0, process.stderr.columns - 40)}`)
        return
      case 'built':
        return print(`  built ${progress.image} ${progress.version ?? ''} in ${progress.seconds.toFixed(0)} s`)
      case 'failed':
        return print(`  failed ${progress.image}: ${progress.error.message}`)
      case 'skipped':
        return print(`  skipped ${progress.image}, since ${progress.because} failed`)
    }
  }
}
