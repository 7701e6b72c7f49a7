import { LABELS } from '../model/labels.ts'
import type { ImageEngine, ImageSummary } from '../ports/image-engine.ts'
import type { Catalog } from '../languages/catalog.ts'

export interface Pruned {
  removed: number
  /** Old too, but a container or another image needs them. */
  inUse: number
}

/**
 * Removes the images of ours that a newer one of the same name has replaced, and those of languages that are gone. Only
 * what carries our label is looked at, and what anything uses stays.
 */
export async function pruneImages(catalog: Catalog, engine: ImageEngine): Promise<Pruned> {
  const isOld = ({ tags, labels }: ImageSummary): boolean =>
    tags.length === 0 || (isOfPack(tags) && catalog.find(labels[LABELS.pack] ?? '') === undefined)
  let old = (await engine.listImages(LABELS.pack)).filter(isOld)
  let removed = 0
  for (let progress = true; progress;) {
    const kept: ImageSummary[] = []
    // By its name where it has one: an id would take every name of it along.
    for (const image of old) if (!(await engine.removeUnusedImage(image.tags[0] ?? image.id))) kept.push(image)
    // An image others are built on can go when they have gone.
    progress = kept.length < old.length
    removed += old.length - kept.length
    old = kept
  }
  return { removed, inUse: old.length }
}

function isOfPack(tags: readonly string[]): boolean {
  return tags.every((tag) => /^sandrun\/(?!base-|agent:)[^/:]+:latest$/.test(tag))
}
