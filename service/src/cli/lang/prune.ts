import { loadCatalog } from '../../languages/catalog.ts'
import { pruneImages } from '../../images/image-prune.ts'
import { pruneAgentVolumes } from '../../worker/pool/agent-volume.ts'
import { type LangContext, langContext } from './context.ts'

/** `sandrun lang prune`: removes Sandrun's images, and volumes of its agent, that newer ones have replaced. */
export async function prune(): Promise<number> {
  await pruneAndReport(langContext())
  return 0
}

/** The same after a build that was asked to clean up. */
export async function pruneAndReport({ engine, directory }: LangContext): Promise<void> {
  const before = await engine.diskUsage()
  const { removed, inUse } = await pruneImages(await loadCatalog(directory), engine)
  const volumes = await pruneAgentVolumes(engine)
  const megabytes = ((before - (await engine.diskUsage())) / 1e6).toFixed(0)
  const rest = inUse === 0 ? '' : ` Kept ${inUse} that are in use.`
  process.stdout.write(`Removed ${removed} old images and ${volumes} old volumes and freed ${megabytes} MB.${rest}\n`)
}
