import type { ImageEngine } from '../ports/image-engine.ts'

/**
 * Bytes that these images take together. What an image has in common with another one, which it is built on, is
 * counted once; those that are not there count nothing.
 */
export async function totalImageBytes(engine: ImageEngine, names: readonly string[]): Promise<number> {
  const found = await Promise.all(names.map((name) => engine.inspectImage(name)))
  const images = found.filter((image) => image !== null).toSorted((a, b) => a.layers.length - b.layers.length)
  let bytes = 0
  for (const [index, { layers, sizeBytes }] of images.entries()) {
    const below = images.slice(0, index).filter((other) => other.layers.every((layer, at) => layer === layers[at]))
    bytes += sizeBytes - (below.at(-1)?.sizeBytes ?? 0)
  }
  return bytes
}
