import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SandrunError } from '@sandrun/shared'
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest'
import { until } from '../../test/support/until.ts'
import { createTestManifest } from '../conformance/test-pack.ts'
import { type Catalog, loadCatalog } from '../languages/catalog.ts'
import type { ImageBuild, ImageEngine } from '../ports/image-engine.ts'
import { LanguageBuilds } from './language-builds.ts'

/** An engine whose builds end when the test says so. */
class FakeEngine {
  readonly there = new Map<string, Record<string, string>>()
  readonly #builds = new Map<string, PromiseWithResolvers<void>>()

  /** Ends the first build of the image, and lets the second one, which only adds labels, through. */
  async end(image: string, error?: Error): Promise<void> {
    const name = `sandrun/${image}`
    await until(`${name} is being built`, () => this.#builds.has(name))
    if (error === undefined) this.#builds.get(name)?.resolve()
    else this.#builds.get(name)?.reject(error)
    this.#builds.delete(name)
  }

  async buildImage({ tag, labels, context }: ImageBuild, signal?: AbortSignal): Promise<void> {
    context.resume()
    const [name = ''] = tag.split(':')
    if (tag === name) return void this.there.set(tag, labels)
    const build = Promise.withResolvers<void>()
    this.#builds.set(name, build)
    signal?.addEventListener('abort', () => build.reject(signal.reason))
    await build.promise
    this.there.set(tag, {})
  }

  inspectImage = async (tag: string) => {
    const labels = this.there.get(tag)
    return labels === undefined ? null : { id: tag, tags: [tag], labels, sizeBytes: 0, volumes: [], layers: [] }
  }
  capture = async (): Promise<string> => '1.2.3'
  removeImage = async (tag: string): Promise<void> => void this.there.delete(tag)
}

let folder = ''
let catalog: Catalog
const engine = new FakeEngine()
const log = { info: vi.fn<(facts: object) => void>(), warn: vi.fn<(facts: object) => void>() }

/** Each on the previous one's image. */
async function writePacks(dockerfiles: Record<string, string>): Promise<void> {
  await mkdir(join(folder, '_bases'), { recursive: true })
  for (const [id, dockerfile] of Object.entries(dockerfiles)) {
    await mkdir(join(folder, id))
    await writeFile(join(folder, id, 'language.json'), JSON.stringify(createTestManifest(id)))
    await writeFile(join(folder, id, 'Dockerfile'), dockerfile)
  }
  catalog = await loadCatalog(folder)
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'builds-'))
  engine.there.clear()
  log.warn.mockClear()
})
afterEach(() => rm(folder, { recursive: true }))

const openBuilds = (built: () => Promise<void> = async () => {}): LanguageBuilds =>
  new LanguageBuilds({ engine: engine as unknown as ImageEngine, catalog, registry: null, log, built })

it('reports for each language whether it waits or is being built, until it exists', async () => {
  await writePacks({ a: 'FROM scratch\n', b: 'FROM sandrun/a\n', other: 'FROM scratch\n' })
  const states = (): unknown[] => ['a', 'b', 'other'].map((id) => builds.stateOf(id))
  /** The images that existed when the service looked. */
  const looked: unknown[] = []
  const built = async (): Promise<void> => void looked.push([...engine.there.keys()], states())
  await using builds = openBuilds(built)
  await builds.begin([catalog.get('a'), catalog.get('b')])
  expect(states()).toEqual(['waiting', 'waiting', undefined])
  await until('the first is being built', () => builds.stateOf('a') === 'building')
  expect(states()).toEqual(['building', 'building', undefined])
  await engine.end('a')
  await until('the first is there', () => builds.stateOf('a') === undefined)
  expect(looked).toEqual([['sandrun/a'], ['building', 'building', undefined]])
  await engine.end('b')
  await until('the second is there', () => builds.stateOf('b') === undefined)
  expect([...engine.there.keys()]).toEqual(['sandrun/a', 'sandrun/b'])
})

it('lets languages wait until there is a place', async () => {
  await writePacks({ a: 'FROM scratch\n', b: 'FROM scratch\n', c: 'FROM scratch\n' })
  await using builds = openBuilds()
  await builds.begin(catalog.packs)
  await until('there is work', () => builds.stateOf('b') === 'building')
  expect(['a', 'b', 'c'].map((id) => builds.stateOf(id))).toEqual(['building', 'building', 'waiting'])
  await engine.end('a')
  await until('the third has its turn', () => builds.stateOf('c') === 'building')
})

it('logs why one could not be built, and continues with the others', async () => {
  await writePacks({ a: 'FROM scratch\n', b: 'FROM sandrun/a\n', c: 'FROM scratch\n' })
  await using builds = openBuilds()
  await builds.begin(catalog.packs)
  await engine.end('a', new SandrunError('sandbox-failed', 'no network'))
  await engine.end('c')
  await until('nothing waits', () => catalog.packs.every(({ manifest }) => builds.stateOf(manifest.id) === undefined))
  expect([...engine.there.keys()]).toEqual(['sandrun/c'])
  expect(log.warn.mock.calls[0]?.[0]).toMatchObject({ image: 'sandrun/a', err: { message: 'no network' } })
})

it('builds what is asked for later after the rest, and keeps the states apart', async () => {
  await writePacks({ a: 'FROM scratch\n', b: 'FROM scratch\n' })
  const [a, b] = [catalog.get('a'), catalog.get('b')]
  await using builds = openBuilds()
  await builds.begin([a])
  await until('the first is being built', () => builds.stateOf('a') === 'building')
  await Promise.all([builds.add([b]), builds.add([b])])
  // A build that did not wait would have begun while these look again.
  for (let look = 0; look < 3; look++) await builds.add([b])
  expect(['a', 'b'].map((id) => builds.stateOf(id))).toEqual(['building', 'waiting'])
  await engine.end('a', new SandrunError('sandbox-failed', 'no network'))
  await until('the second is being built', () => builds.stateOf('b') === 'building')
  expect(builds.stateOf('a')).toBeUndefined()
  await engine.end('b')
  await until('the second is there', () => builds.stateOf('b') === undefined)
  expect([...engine.there.keys()]).toEqual(['sandrun/b'])
})

it('reports why nothing can be asked of the engine', async () => {
  await writePacks({ a: 'FROM scratch\n' })
  await using builds = openBuilds()
  const { inspectImage } = engine
  onTestFinished(() => void Object.assign(engine, { inspectImage }))
  engine.inspectImage = () => Promise.reject(new SandrunError('docker-unavailable', 'Docker does not answer.'))
  await expect(builds.add([catalog.get('a')])).rejects.toMatchObject({ code: 'docker-unavailable' })
  expect(builds.stateOf('a')).toBeUndefined()
})

it('keeps the state of a language that is asked for again while others are built', async () => {
  await writePacks({ a: 'FROM scratch\n', b: 'FROM scratch\n' })
  await using builds = openBuilds()
  await builds.begin(catalog.packs)
  await engine.end('a', new SandrunError('sandbox-failed', 'no network'))
  await until('the first has failed', () => builds.stateOf('a') === undefined)
  await builds.add([catalog.get('a')])
  expect(builds.stateOf('a')).toBe('waiting')
  await engine.end('b')
  await until('the first is being built again', () => builds.stateOf('a') === 'building')
  await engine.end('a')
  await until('it is there', () => builds.stateOf('a') === undefined)
  expect([...engine.there.keys()].toSorted()).toEqual(['sandrun/a', 'sandrun/b'])
})

it('logs that a built language could not be announced, and builds on', async () => {
  await writePacks({ a: 'FROM scratch\n', b: 'FROM scratch\n' })
  await using builds = openBuilds(() => Promise.reject(new Error('Docker does not answer.')))
  await builds.begin(catalog.packs)
  await engine.end('a')
  await until('it is logged', () => log.warn.mock.calls.length === 1)
  await engine.end('b')
  await until('nothing is built', () => builds.stateOf('b') === undefined)
  expect([...engine.there.keys()].toSorted()).toEqual(['sandrun/a', 'sandrun/b'])
})
