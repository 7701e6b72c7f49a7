import { SandrunError, toSandrunError } from '@sandrun/shared'
import { LABELS } from '../model/labels.ts'
import type { ImageEngine } from '../ports/image-engine.ts'
import type { BuildOptions } from './image-build.ts'
import type { PlannedImage } from './image-plan.ts'

/** Prefix of local image names, which a registry's names do not have. */
const OURS = 'sandrun/'

/**
 * The name of an image in a registry. Its tag is the hash of all its sources, so a changed folder has no image there.
 * `registry` is the place and the prefix of its names, such as `ghcr.io/sandrun`.
 */
export function registryTag(registry: string, { image, labels }: Pick<PlannedImage, 'image' | 'labels'>): string {
  return `${registry}/${image.replace(OURS, '')}:${labels[LABELS.hash] ?? ''}`
}

/**
 * Pulls these images from a registry, as far as it has them, and returns those. Skips an image whose own label has
 * another hash. Reports what it could not pull, which is left to be built.
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

/** Returns the version of the image's toolchain. */
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
    // Removes only this name: the image may have the local one.
    await engine.removeImage(tag).catch(() => undefined)
  }
}
