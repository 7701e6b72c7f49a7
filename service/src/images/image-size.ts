import type { ImageEngine } from '../ports/image-engine.ts'

/** Bytes that these images take together. Counts the layers of a parent image once, and missing images as nothing. */
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
