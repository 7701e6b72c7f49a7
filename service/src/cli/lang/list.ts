import { LABELS } from '../../model/labels.ts'
import { loadCatalog } from '../../languages/catalog.ts'
import { planImages } from '../../images/image-plan.ts'
import { totalImageBytes } from '../../images/image-size.ts'
import { findService, type ServiceAddress } from '../service/service-address.ts'
import { fetchLanguages } from '../service/service-client.ts'
import { formatTable } from '../command/table.ts'
import { langContext } from './context.ts'

/** A running service answers well within this. */
const ANSWER_MS = 2000

/** `sandrun lang list`: every pack, its image, and its warm sandboxes in a running service. */
export async function list(url: string | undefined): Promise<number> {
  const { engine, directory } = langContext()
  const catalog = await loadCatalog(directory)
  const plan = await planImages(catalog, catalog.packs, engine)
  const warm = await warmCounts(await findService(url))
  const rows = await Promise.all(
    catalog.packs.map(async ({ manifest, image }) => {
      const info = await engine.inspectImage(image)
      const stale = plan.images.some((planned) => planned.image === image && planned.stale)
      return [
        manifest.id,
        manifest.name,
        info?.labels[LABELS.version] ?? '',
        info === null ? '' : megabytes(info.sizeBytes),
        info === null ? 'not built' : stale ? 'stale' : 'built',
        warm === null ? '' : String(warm.get(manifest.id) ?? 0),
      ]
    }),
  )
  process.stdout.write(formatTable(['id', 'name', 'version', 'size', 'state', 'warm'], rows))
  const total = await totalImageBytes(
    engine,
    plan.images.map(({ image }) => image),
  )
  process.stdout.write(`\nTotal image size: ${megabytes(total)}. Shared layers count once.\n`)
  if (warm === null) process.stdout.write('Nothing is warm: no service is running. Start one: sandrun serve\n')
  return 0
}

/** The number of warm sandboxes by language; null when no service answers. */
async function warmCounts(service: ServiceAddress): Promise<ReadonlyMap<string, number> | null> {
  const languages = await fetchLanguages(service, AbortSignal.timeout(ANSWER_MS)).catch(() => null)
  return languages === null ? null : new Map(languages.map(({ id, warm }) => [id, warm]))
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`
}
