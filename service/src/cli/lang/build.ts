import { loadCatalog } from '../../languages/catalog.ts'
import { buildPacks } from '../service/build-packs.ts'
import { type Choice, choosePacks, reportNoPacks } from './choose-packs.ts'
import { langContext } from './context.ts'
import { pruneAndReport } from './prune.ts'

interface BuildOptions extends Choice {
  prune?: boolean
  lines?: boolean
}

/** `sandrun lang build`: builds missing and stale images, and continues after a failure. */
export async function build(ids: readonly string[], options: BuildOptions): Promise<number> {
  const context = langContext()
  const { engine, directory } = context
  const catalog = await loadCatalog(directory)
  const packs = await choosePacks(catalog, ids, options)
  // Without starters, the agent is still built: every sandbox needs it.
  if (packs.length === 0 && options.starter !== true) {
    return reportNoPacks()
  }
  const report = await buildPacks(catalog, packs, engine, { lines: options.lines === true })
  if (report.pulled.length + report.built.length === 0 && report.failed.length === 0)
    process.stderr.write('All images are up to date.\n')
  for (const { image, error, log } of report.failed) {
    process.stderr.write(`sandrun: ${image}: ${error.message}\n${log.map((line) => `         ${line}\n`).join('')}`)
  }
  if (options.prune === true) await pruneAndReport(context)
  return report.failed.length === 0 ? 0 : 1
}
