import { expect, it } from 'vitest'
import type { ImageEngine } from '../ports/image-engine.ts'
import { totalImageBytes } from './image-size.ts'

const LAYERS: Record<string, string[]> = { base: ['a'], c: ['a', 'b'], cpp: ['a', 'b', 'c'], go: ['a', 'd'] }

/** Every layer takes 10 bytes. */
const engine = {
  inspectImage: async (name: string) => {
    const layers = LAYERS[name]
    return layers === undefined
      ? null
      : { id: name, tags: [], labels: {}, volumes: [], layers, sizeBytes: layers.length * 10 }
  },
} as unknown as ImageEngine

it('counts a layer that images share once, and ignores a missing image', async () => {
  expect(await totalImageBytes(engine, ['base', 'c', 'cpp', 'go', 'ghost'])).toBe(40)
  expect(await totalImageBytes(engine, [])).toBe(0)
})
