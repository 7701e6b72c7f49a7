import { rm } from 'node:fs/promises'
import { loadCatalog } from '../../languages/catalog.ts'
import { ask } from '../command/ask.ts'
import { UsageError } from '../command/usage-error.ts'
import { langContext } from './context.ts'

interface RemoveOptions {
  imageOnly?: boolean
  yes?: boolean
}

/** `sandrun lang remove`: a pack's folder and its image, or only the image. */
export async function remove(
  ids: readonly string[],
  { imageOnly = false, yes = false }: RemoveOptions,
): Promise<number> {
  const { engine, directory } = langContext()
  const catalog = await loadCatalog(directory)
  const packs = ids.map((name) => catalog.get(name))
  const what = packs.map(({ folder, image }) => (imageOnly ? image : `${folder} and ${image}`)).join(', ')
  if (!yes && !(await isConfirmed(`Remove ${what}?`))) {
    process.stderr.write('Removed nothing.\n')
    return 1
  }
  let kept = 0
  for (const { image, folder } of packs) {
    const isRemoved = await engine.removeUnusedImage(image)
    if (!isRemoved) {
      kept += 1
      process.stderr.write(
        `Kept ${image}, which is in use. Stop the service that keeps it warm, then: sandrun lang prune\n`,
      )
    }
    if (!imageOnly) await rm(folder, { recursive: true })
    process.stdout.write(`Removed ${imageOnly ? image : folder}\n`)
  }
  return kept === 0 ? 0 : 1
}

/** Asks at a terminal; elsewhere, an option must give the answer. */
async function isConfirmed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) throw new UsageError(question, 'Without a terminal, confirm with --yes.')
  const answer = await ask({ text: `${question} [y/N]`, otherwise: 'Nothing was removed. To confirm, add --yes.' })
  return /^y(es)?$/i.test(answer)
}
