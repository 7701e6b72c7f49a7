import { SandrunError, toSandrunError } from '@sandrun/shared'
import { LABELS } from '../model/labels.ts'
import type { ImageEngine } from '../ports/image-engine.ts'
import type { BuildOptions } from './image-build.ts'
import type { PlannedImage } from './image-plan.ts'

/** What the names of our own images begin with, which a registry's do not have. */
const OURS = 'sandrun/'

/**
 * Where a registry has an image: under a tag that is the hash of all it is made from, so that there is nothing to find for a folder
 * that has changed. `registry` is the place and what the names there begin with, as `ghcr.io/sandrun`.
 */
export function registryTag(registry: string, { image, labels }: Pick<PlannedImage, 'image' | 'labels'>): string {
  return `${registry}/${image.replace(OURS, '')}:${labels[LABELS.hash] ?? ''}`
}

/**
 * Gets these images from a registry, as far as it has them, and gives back which they were. An image that does not say of itself
 * that it was made from the same files is not taken. What could not be had is told, and is left to be built.
 */
export async function pullImages(
  planned: readonly PlannedImage[],
  registry: string,
  { engine, onProgress, signal }: Omit<BuildOptions, 'concurrency'>,
): Promise<string[]> {
  const pulled: string[] = []
  for (const one of planned) {
    const { image } = one
    onProgress?.({ type: 'pulling', image })
    const began = performance.now()
    try {
      const onLine = (line: string): void => onProgress?.({ type: 'line', image, line })
      const version = await pullImage(one, registryTag(registry, one), engine, onLine, signal)
      pulled.push(image)
      onProgress?.({ type: 'pulled', image, version, seconds: (performance.now() - began) / 1000 })
    } catch (error) {
      signal?.throwIfAborted()
      onProgress?.({ type: 'not-pulled', image, error: toSandrunError(error) })
    }
  }
  return pulled
}

/** Gives back the version of its toolchain. */
async function pullImage(
  { image, labels }: PlannedImage,
  tag: string,
  engine: ImageEngine,
  onLine: (line: string) => void,
  signal: AbortSignal | undefined,
): Promise<string | null> {
  await engine.pullImage(tag, onLine, signal)
  try {
    const found = (await engine.inspectImage(tag))?.labels ?? {}
    const differs = [LABELS.hash, LABELS.pack].find((name) => found[name] !== labels[name])
    if (differs !== undefined) {
      const message = `${tag} is another image than its name says: its ${differs} is ${found[differs] ?? 'missing'}.`
      throw new SandrunError('sandbox-failed', message)
    }
    await engine.tagImage(tag, image)
    return found[LABELS.version] ?? null
  } finally {
    // Only the name goes, where the image has got ours.
    await engine.removeImage(tag).catch(() => undefined)
  }
}
