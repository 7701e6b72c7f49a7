import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { SandrunError } from '@sandrun/shared'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImageEngine, ImageBuild } from '../ports/image-engine.ts'
import { type BuildProgress, buildFolder, buildImages } from './image-build.ts'
import type { ImagePlan, PlannedImage } from './image-plan.ts'

/** The part of Docker that builds. */
class FakeEngine {
  readonly images = new Map<string, Record<string, string>>()
  readonly builds: string[] = []
  readonly failing = new Set<string>()
  volumes: string[] = []
  printed = 'toy 1.2.3\n'
  running = 0
  mostRunning = 0

  async buildImage({ tag, labels, context, onProgress }: ImageBuild): Promise<void> {
    this.running += 1
    this.mostRunning = Math.max(this.mostRunning, this.running)
    await text(context)
    onProgress('Step 1')
    this.running -= 1
    this.builds.push(tag)
    const [name = ''] = tag.split(':')
    if (this.failing.has(name)) throw new SandrunError('sandbox-failed', `no ${name}`)
    this.images.set(tag, labels)
  }

  async inspectImage(tag: string): Promise<unknown> {
    const labels = this.images.get(tag)
    return labels === undefined ? null : { id: tag, tags: [tag], labels, sizeBytes: 0, volumes: this.volumes }
  }

  async capture(): Promise<string> {
    return this.printed
  }

  async removeImage(tag: string): Promise<void> {
    this.images.delete(tag)
  }

  get port(): ImageEngine {
    return this as unknown as ImageEngine
  }
}

function planned(pack: string, parents: string[] = [], more: Partial<PlannedImage> = {}): PlannedImage {
  return {
    image: pack,
    pack,
    folder: pack,
    context: [{ path: 'Dockerfile', content: Buffer.from('FROM scratch') }],
    folders: [],
    labels: { 'sandrun.pack': pack, 'sandrun.hash': 'h' },
    parents,
    stale: true,
    ...more,
  }
}

const planOf = (...images: PlannedImage[]): ImagePlan => ({
  wanted: new Set(images.map(({ image }) => image)),
  images,
  toBuild: images.filter(({ stale }) => stale),
})

let engine = new FakeEngine()
beforeEach(() => {
  engine = new FakeEngine()
})

describe('buildImages', () => {
  it('labels the finished image with the version it reads from it, and leaves no other image', async () => {
    const toy = planned('toy', [], { version: { argv: ['toy', '-v'], pattern: 'toy ([\\d.]+)' } })
    const report = await buildImages(planOf(toy), { engine: engine.port })
    expect(report.built).toMatchObject([{ image: 'toy', version: '1.2.3' }])
    expect([...engine.images]).toEqual([
      ['toy', { 'sandrun.pack': 'toy', 'sandrun.hash': 'h', 'sandrun.version': '1.2.3' }],
    ])
  })

  it('builds parents before children, and no more at once than asked', async () => {
    const plan = planOf(planned('root'), planned('a', ['root']), planned('b', ['root']), planned('c', ['a', 'b']))
    const report = await buildImages(plan, { engine: engine.port, concurrency: 2 })
    const order = report.built.map(({ image }) => image)
    expect(order[0]).toBe('root')
    expect(order[3]).toBe('c')
    expect(engine.mostRunning).toBe(2)
  })

  it('builds one at a time of those that begin alike, so that Docker makes their first layer once', async () => {
    const begin = (rest: string): Partial<PlannedImage> => ({
      context: [
        { path: 'Dockerfile', content: Buffer.from(`# why\nFROM debian AS build\nRUN one \\\n && two\n${rest}`) },
      ],
    })
    const plan = planOf(planned('a', [], begin('COPY a .')), planned('b', [], begin('COPY b .')))
    const report = await buildImages(plan, { engine: engine.port, concurrency: 2 })
    expect(report.built.map(({ image }) => image)).toEqual(['a', 'b'])
    expect(engine.mostRunning).toBe(1)
  })

  it('continues after a failure, skips images that depend on it, and reports all', async () => {
    engine.failing.add('a').add('d')
    const events: BuildProgress[] = []
    const plan = planOf(
      planned('a'),
      planned('b', ['a']),
      planned('c', ['b']),
      planned('d'),
      planned('e'),
      planned('f', [], { stale: false }),
    )
    const report = await buildImages(plan, { engine: engine.port, onProgress: (event) => events.push(event) })
    expect(report).toMatchObject({
      built: [{ image: 'e' }],
      failed: [{ image: 'a', error: { message: 'no a' }, log: ['Step 1'] }, { image: 'd' }],
      skipped: [
        { image: 'b', because: 'a' },
        { image: 'c', because: 'b' },
      ],
      upToDate: ['f'],
    })
    expect(events.filter((event) => 'image' in event && event.image === 'e').map(({ type }) => type)).toEqual([
      'started',
      'line',
      'built',
    ])
    expect([...engine.images.keys()]).toEqual(['e'])
  })

  it('refuses an image that declares a volume', async () => {
    engine.volumes = ['/data']
    const report = await buildImages(planOf(planned('toy')), { engine: engine.port })
    expect(report.failed[0]?.error.message).toBe('toy declares VOLUME /data, which has no size limit.')
    expect([...engine.images]).toEqual([])
  })

  it('reports text that was printed instead of a version', async () => {
    engine.printed = 'command not found\n'
    const toy = planned('toy', [], { version: { argv: ['toy', '-v'], pattern: '\\d+' } })
    const report = await buildImages(planOf(toy), { engine: engine.port })
    expect(report.failed[0]?.error.message).toBe('toy: "toy -v" printed no version: command not found')
  })

  it('starts nothing after it was aborted', async () => {
    const abort = new AbortController()
    const plan = planOf(planned('a'), planned('b', ['a']))
    const onProgress = ({ type }: BuildProgress): void => {
      if (type === 'built') abort.abort(new Error('enough'))
    }
    await expect(buildImages(plan, { engine: engine.port, onProgress, signal: abort.signal })).rejects.toThrow('enough')
    expect([...engine.images.keys()]).toEqual(['a'])
  })
})

describe('buildFolder', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'build-'))
    await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\n')
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('builds once for the same content', async () => {
    const source = { image: 'sandrun/agent', pack: 'agent', folder }
    const first = await buildFolder(source, { engine: engine.port })
    expect(first).toEqual({ hash: expect.stringMatching(/^[0-9a-f]{16}$/), built: true })
    expect(await buildFolder(source, { engine: engine.port })).toEqual({ hash: first.hash, built: false })
  })

  it('throws why it could not', async () => {
    engine.failing.add('sandrun/agent')
    await expect(
      buildFolder({ image: 'sandrun/agent', pack: 'agent', folder }, { engine: engine.port }),
    ).rejects.toThrow('no sandrun/agent')
  })
})
