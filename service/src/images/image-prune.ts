import { LABELS } from '../model/labels.ts'
import type { ImageEngine, ImageSummary } from '../ports/image-engine.ts'
import type { Catalog } from '../languages/catalog.ts'

export interface Pruned {
  removed: number
  /** Old images that a container or another image needs. */
  inUse: number
}

/**
 * Removes Sandrun's images that a newer one of the same name has replaced, and those of removed languages. Considers
 * only labelled images, and keeps any that are in use.
 */
export async function pruneImages(catalog: Catalog, engine: ImageEngine): Promise<Pruned> {
  const isOld = ({ tags, labels }: ImageSummary): boolean =>
    tags.length === 0 || (isOfPack(tags) && catalog.find(labels[LABELS.pack] ?? '') === undefined)
  let old = (await engine.listImages(LABELS.pack)).filter(isOld)
  let removed = 0
  for (let progress = true; progress;) {
    const kept: ImageSummary[] = []
    // By name if it has one: an id would remove all its names.
    for (const image of old) if (!(await engine.removeUnusedImage(image.tags[0] ?? image.id))) kept.push(image)
    // An image that others are built on can go after them.
    progress = kept.length < old.length
    removed += old.length - kept.length
    old = kept
  }
  return { removed, inUse: old.length }
}

function isOfPack(tags: readonly string[]): boolean {
  return tags.every((tag) => /^sandrun\/(?!base-|agent:)[^/:]+:latest$/.test(tag))
}
