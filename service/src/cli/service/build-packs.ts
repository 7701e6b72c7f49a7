import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { ContainerEngine } from '../../ports/sandbox-engine.ts'
import type { Catalog } from '../../languages/catalog.ts'
import { bringImages } from '../../images/image-bring.ts'
import type { BuildProgress, BuildReport } from '../../images/image-build.ts'
import { type ImagePlan, type ImageSource, planImages, planSources } from '../../images/image-plan.ts'
import type { LanguagePack } from '../../languages/pack.ts'
import { checkPatterns } from '../../languages/pattern-check.ts'
import { readConfig } from '../../settings/environment.ts'
import { AGENT_IMAGE } from '../../worker/pool/agent-volume.ts'
import { plain } from '../command/message.ts'
import { CLEAR_LINE, showProgress } from '../command/progress.ts'

const AGENT_SOURCE: ImageSource = {
  image: AGENT_IMAGE,
  pack: 'agent',
  folder: fileURLToPath(new URL('../../../agent', import.meta.url)),
  // A package lacks these, and must have the same agent.
  ignore: ['build', 'test', 'README.md', '.dockerignore'],
}

export interface BuildPacksOptions {
  signal?: AbortSignal
  /** Prints each of the builder's lines, for use without a terminal. */
  lines?: boolean
}

/** Builds what these packs need, including the agent, if it is missing, and shows progress. */
export async function buildPacks(
  catalog: Catalog,
  packs: readonly LanguagePack[],
  engine: ContainerEngine,
  { signal, lines = false }: BuildPacksOptions = {},
): Promise<BuildReport> {
  for (const { manifest, folder } of packs) await checkPatterns(manifest, join(folder, 'language.json'))
  const makePlan = (): Promise<ImagePlan> => planPacks(catalog, packs, engine)
  const { images: registry } = readConfig(process.env)
  const onProgress = createPrinter(lines)
  return bringImages(makePlan, { engine, registry, onProgress, ...(signal !== undefined && { signal }) })
}

/** Plans what these packs need, including the agent. */
export async function planPacks(
  catalog: Catalog,
  packs: readonly LanguagePack[],
  engine: ContainerEngine,
): Promise<ImagePlan> {
  const agent = await planSources([AGENT_SOURCE], [AGENT_IMAGE], engine)
  const languages = await planImages(catalog, packs, engine)
  return {
    wanted: new Set([...agent.wanted, ...languages.wanted]),
    images: [...agent.images, ...languages.images],
    toBuild: [...agent.toBuild, ...languages.toBuild],
  }
}

/** One line per event; on a terminal the last line shows the builder's own output. */
function createPrinter(lines: boolean): (progress: BuildProgress) => void {
  const live = process.stderr.isTTY
  const clear = live ? CLEAR_LINE : ''
  let done = 0
  let total = 0
  const print = (text: string): void => void process.stderr.write(`${clear}${plain(text)}\n`)
  const count = (): string => `${String((done += 1)).padStart(String(total).length)}/${total}`
  return (progress) => {
    switch (progress.type) {
      case 'pulling':
        return print(`  pulling ${progress.image} …`)
      case 'pulled':
        return print(`  pulled ${progress.image} ${progress.version ?? ''} in ${progress.seconds.toFixed(0)} s`)
      case 'not-pulled':
        return print(`  could not pull ${progress.image}, so it is built: ${progress.error.message}`)
      case 'planned':
        total = progress.total
        return
      case 'started':
        return print(`  building ${progress.image} …`)
      case 'line':
        if (lines) print(`    ${progress.line}`)
        else showProgress(`  ${progress.image}: ${progress.line}`)
        return
      case 'built': {
        const version = progress.version ? ` ${progress.version}` : ''
        return print(`  ${count()} built ${progress.image}${version} in ${progress.seconds.toFixed(0)} s`)
      }
      case 'failed':
        return print(`  ${count()} failed ${progress.image}: ${progress.error.message}`)
      case 'skipped':
        return print(`  ${count()} skipped ${progress.image}, since ${progress.because} failed`)
    }
  }
}
