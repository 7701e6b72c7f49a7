import { SandrunError } from '@sandrun/shared'
import { beforeEach, expect, it } from 'vitest'
import type { ImageBuild, ImageEngine } from '../ports/image-engine.ts'
import { bringImages } from './image-bring.ts'
import type { BuildProgress } from './image-build.ts'
import type { ImagePlan, PlannedImage } from './image-plan.ts'

const HASHES: Record<string, string> = { base: 'b1', c: 'c1', go: 'g1' }

/** An engine, and the registry it pulls from. */
class FakeEngine {
  readonly there = new Map<string, Record<string, string>>()
  readonly remote = new Map<string, Record<string, string>>()
  readonly built: string[] = []

  async pullImage(tag: string): Promise<void> {
    const labels = this.remote.get(tag)
    if (labels === undefined) throw new SandrunError('image-missing', `no ${tag}`)
    this.there.set(tag, labels)
  }
  async tagImage(name: string, tag: string): Promise<void> {
    this.there.set(tag, this.there.get(name) ?? {})
  }
  async buildImage({ tag, labels, context }: ImageBuild): Promise<void> {
    context.resume()
    this.there.set(tag, labels)
    if (!tag.includes(':')) this.built.push(tag)
  }
  inspectImage = async (tag: string) => {
    const labels = this.there.get(tag)
    return labels === undefined ? null : { id: tag, tags: [tag], labels, sizeBytes: 0, volumes: [], layers: [] }
  }
  removeImage = async (tag: string): Promise<void> => void this.there.delete(tag)
}

let engine: FakeEngine
const events: BuildProgress[] = []
beforeEach(() => {
  engine = new FakeEngine()
  events.length = 0
})

const labelsOf = (pack: string, hash = HASHES[pack] ?? ''): Record<string, string> => ({
  'sandrun.pack': pack,
  'sandrun.hash': hash,
  'sandrun.version': '1.2',
})

function planned(pack: string, parents: string[]): PlannedImage {
  const labels = { 'sandrun.pack': pack, 'sandrun.hash': HASHES[pack] ?? '' }
  const context = [{ path: 'Dockerfile', content: Buffer.from('FROM scratch') }]
  const stale = !engine.there.has(`sandrun/${pack}`)
  return { image: `sandrun/${pack}`, pack, folder: pack, context, folders: [], labels, parents, stale }
}

/** C and Go, both on the same base: the base is needed as long as one of them is missing. */
async function makePlan(): Promise<ImagePlan> {
  const images = [planned('base', []), planned('c', ['sandrun/base']), planned('go', ['sandrun/base'])]
  const missing = images.filter(({ stale }) => stale)
  const toBuild = missing.some(({ pack }) => pack !== 'base') ? missing : []
  return { wanted: new Set(['sandrun/c', 'sandrun/go']), images, toBuild }
}

const bring = (registry: string | null): ReturnType<typeof bringImages> =>
  bringImages(makePlan, {
    engine: engine as unknown as ImageEngine,
    registry,
    onProgress: (event) => events.push(event),
  })

it('builds no base for images that a registry has', async () => {
  engine.remote.set('here/x/c:c1', labelsOf('c')).set('here/x/go:g1', labelsOf('go'))
  await expect(bring('here/x')).resolves.toMatchObject({ pulled: ['sandrun/c', 'sandrun/go'], built: [] })
  expect([...engine.there]).toEqual([
    ['sandrun/c', labelsOf('c')],
    ['sandrun/go', labelsOf('go')],
  ])
  expect(events).toContainEqual(expect.objectContaining({ type: 'pulled', image: 'sandrun/c', version: '1.2' }))
})

it('builds an image that the registry does not have, with its base', async () => {
  engine.remote.set('here/x/c:c1', labelsOf('c'))
  const { pulled } = await bring('here/x')
  expect(pulled).toEqual(['sandrun/c'])
  expect(engine.built).toEqual(['sandrun/base', 'sandrun/go'])
  expect(events).toContainEqual({ type: 'planned', total: 2 })
})

it.each([
  ['other files', labelsOf('c', 'c0')],
  ['another language', { ...labelsOf('go'), 'sandrun.hash': 'c1' }],
  ['unknown sources', {}],
])('refuses an image that is made from %s, and leaves none of its names', async (_what, labels) => {
  engine.remote.set('here/x/c:c1', labels).set('here/x/go:g1', labelsOf('go'))
  await bring('here/x')
  expect(engine.built).toEqual(['sandrun/base', 'sandrun/c'])
  expect([...engine.there.keys()].filter((tag) => tag.startsWith('here'))).toEqual([])
})

it('asks no registry if none is set', async () => {
  await expect(bring(null)).resolves.toMatchObject({ pulled: [] })
  expect(events.map(({ type }) => type)).not.toContain('pulling')
})
