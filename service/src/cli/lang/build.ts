import { loadCatalog } from '../../languages/catalog.ts'
import { type CommandOptions, parseOptions } from '../command/command.ts'
import { USAGE } from '../command/exit-code.ts'
import { buildPacks } from '../service/build-packs.ts'
import { CHOICE_OPTIONS, choosePacks } from './choose-packs.ts'
import type { LangContext } from './lang.ts'
import { pruneAndTell } from './prune.ts'

export const BUILD_OPTIONS = {
  ...CHOICE_OPTIONS,
  prune: { type: 'boolean', about: 'build: then remove the images that newer ones replaced' },
} as const satisfies CommandOptions

/** `sandrun lang build`: builds what is missing or stale, and goes on past a failure. */
export async function build(argv: readonly string[], context: LangContext): Promise<number> {
  const { engine, directory } = context
  const { values, positionals } = parseOptions('lang', argv, BUILD_OPTIONS)
  const catalog = await loadCatalog(directory)
  const packs = await choosePacks(catalog, positionals, values)
  if (packs.length === 0) {
    process.stderr.write('sandrun: which ones? Name languages, or write --starter, --changed, --offline or --all\n')
    return USAGE
  }
  const report = await buildPacks(catalog, packs, engine)
  if (report.built.length === 0 && report.failed.length === 0) process.stderr.write('All images are up to date.\n')
  for (const { image, error, log } of report.failed) {
    process.stderr.write(`sandrun: ${image}: ${error.message}\n${log.map((line) => `         ${line}\n`).join('')}`)
  }
  if (values.prune === true) await pruneAndTell(context)
  return report.failed.length === 0 ? 0 : 1
}
