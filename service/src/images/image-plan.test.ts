import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LABELS } from '../model/labels.ts'
import type { ImageEngine } from '../ports/image-engine.ts'
import { type ImagePlan, type ImageSource, parentImages, planSources } from './image-plan.ts'

let folder = ''
let present: Record<string, Record<string, string>> = {}

const engine = {
  inspectImage: (tag: string) =>
    Promise.resolve(
      present[tag] === undefined
        ? null
        : { id: tag, tags: [tag], labels: present[tag], sizeBytes: 0, volumes: [], layers: [] },
    ),
} as Partial<ImageEngine> as ImageEngine

async function source(pack: string, dockerfile: string, more: Partial<ImageSource> = {}): Promise<ImageSource> {
  await mkdir(join(folder, pack), { recursive: true })
  await writeFile(join(folder, pack, 'Dockerfile'), dockerfile)
  return { image: `sandrun/${pack}`, pack, folder: join(folder, pack), ...more }
}

const images = (planned: ImagePlan['images']): string[] => planned.map(({ pack }) => pack)

function build(plan: ImagePlan): void {
  for (const { image, labels } of plan.toBuild) present[image] = labels
}

beforeEach(async () => {
  present = {}
  folder = await mkdtemp(join(tmpdir(), 'plan-'))
})
afterEach(() => rm(folder, { recursive: true }))

describe('planSources', () => {
  const sources = async (): Promise<ImageSource[]> => [
    await source('leaf', 'FROM sandrun/tools AS tools\nRUN x\nFROM sandrun/middle\nCOPY --from=tools /a /b\n'),
    await source('middle', 'FROM sandrun/root\n'),
    await source('tools', 'FROM sandrun/root\n'),
    await source('root', 'FROM debian:trixie-slim\n'),
    await source('other', 'FROM sandrun/root\n'),
  ]

  it('contains the requested images and their dependencies, parents first', async () => {
    const plan = await planSources(await sources(), ['sandrun/leaf'], engine)
    expect(images(plan.images)).toEqual(['root', 'tools', 'middle', 'leaf'])
    expect(plan.toBuild).toEqual(plan.images)
  })

  it('builds nothing twice', async () => {
    build(await planSources(await sources(), ['sandrun/leaf'], engine))
    expect((await planSources(await sources(), ['sandrun/leaf'], engine)).toBuild).toEqual([])
  })

  it('does not build a missing parent of an image that is up to date', async () => {
    build(await planSources(await sources(), ['sandrun/leaf'], engine))
    delete present['sandrun/tools']
    expect((await planSources(await sources(), ['sandrun/leaf'], engine)).toBuild).toEqual([])
  })

  it('builds a changed folder and everything built on it', async () => {
    build(await planSources(await sources(), ['sandrun/leaf', 'sandrun/other'], engine))
    const changed = await sources()
    await source('middle', 'FROM sandrun/root\nRUN more\n')
    const plan = await planSources(changed, ['sandrun/leaf', 'sandrun/other'], engine)
    expect(images(plan.toBuild)).toEqual(['middle', 'leaf'])
  })

  it('ignores ignored files, but not a change in how the version is read', async () => {
    const python = await source('python', 'FROM debian:trixie-slim\n', { ignore: ['samples'] })
    build(await planSources([python], [python.image], engine))
    await mkdir(join(python.folder, 'samples'))
    await writeFile(join(python.folder, 'samples/a'), '')
    expect((await planSources([python], [python.image], engine)).toBuild).toEqual([])
    const asked = { ...python, version: { argv: ['python3'], pattern: '.' } }
    expect(images((await planSources([asked], [python.image], engine)).toBuild)).toEqual(['python'])
  })

  it('gives the host’s certificates only to folders that copy them, and keeps them out of the hash', async () => {
    const fetch = await source('fetch', 'FROM debian:trixie-slim\nCOPY extra-ca /usr/local/share/ca-certificates/x\n')
    const [planned] = (await planSources([fetch], [fetch.image], engine)).images
    expect(planned?.folders).toEqual(['extra-ca'])
    present[fetch.image] = { ...planned?.labels, 'sandrun.extra-ca': 'other' }
    const again = await planSources([fetch], [fetch.image], engine)
    expect(again.toBuild[0]?.labels[LABELS.hash]).toBe(planned?.labels[LABELS.hash])
  })

  it('builds an image again when its last layer has changed', async () => {
    const names = await source('names', 'FROM debian:trixie-slim\n')
    const toy = await source('toy', 'FROM debian:trixie-slim\n', { overlay: names.image })
    const plan = await planSources([toy, names], [toy.image], engine)
    expect(images(plan.toBuild)).toEqual(['names', 'toy'])
    build(plan)
    await source('names', 'FROM debian:trixie-slim\nRUN more\n')
    expect(images((await planSources([toy, names], [toy.image], engine)).toBuild)).toEqual(['names', 'toy'])
  })

  it('uses an upstream image unchanged', async () => {
    const toy: ImageSource = { image: 'sandrun/toy', pack: 'toy', folder, upstream: 'toy:1' }
    const [planned] = (await planSources([toy], [toy.image], engine)).images
    expect(planned?.context[0]?.content.toString()).toContain('FROM toy:1\n')
  })

  it('refuses an unknown base, and a cycle', async () => {
    const lost = await source('lost', 'FROM sandrun/none\n')
    await expect(planSources([lost], [lost.image], engine)).rejects.toThrow(
      'sandrun/lost: "sandrun/none" has no folder.',
    )
    const circle = [await source('a', 'FROM sandrun/b\n'), await source('b', 'FROM sandrun/a\n')]
    await expect(planSources(circle, ['sandrun/a'], engine)).rejects.toThrow(
      'in a loop: sandrun/a, sandrun/b, sandrun/a',
    )
  })
})

it('reads parents from FROM and COPY --from, without stages and foreign images', () => {
  const dockerfile = `
# FROM sandrun/comment
FROM --platform=linux/amd64 sandrun/one AS first
from sandrun/two as second
COPY --chown=0:0 --from=first /a /a
COPY --from=sandrun/three /b /b
FROM second
FROM debian:trixie-slim
`
  expect(parentImages(dockerfile, (image) => image.startsWith('sandrun/'))).toEqual([
    'sandrun/one',
    'sandrun/two',
    'sandrun/three',
  ])
})
