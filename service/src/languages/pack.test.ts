import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { parseManifest, readPack } from './pack.ts'
import { createTestManifest } from '../conformance/test-pack.ts'

const parse = (changes: object): unknown =>
  parseManifest(JSON.stringify({ ...createTestManifest('toy'), ...changes }), 'toy/language.json')

describe('parseManifest', () => {
  it('returns a valid manifest', () => {
    expect(parse({})).toEqual(createTestManifest('toy'))
  })

  it.each([
    [{ extensions: ['py'] }, '"extensions[0]": must begin with a "."', 'extensions[0]'],
    [{ id: 'C++' }, '"id": must be lower-case', 'id'],
    [{ extra: 1 }, '"extra": is not a known field', 'extra'],
    [{ run: { argv: [] } }, '"run.argv"', 'run.argv'],
    [{ run: { argv: ['x', '-{args}'] } }, '"run.argv[1]": {args} must stand alone', 'run.argv[1]'],
    [
      { version: { argv: ['x'], pattern: '(' } },
      '"version.pattern": must be a JavaScript regular expression',
      'version.pattern',
    ],
    [{ run: { argv: ['x'], limits: { memoryMb: 1 } } }, '"run.limits.memoryMb"', 'run.limits.memoryMb'],
  ])('names file and field of %j', (changes, message, field) => {
    expect(() => parse(changes)).toThrow(`toy/language.json: ${message}`)
    expect(() => parse(changes)).toThrow(expect.objectContaining({ field }))
  })

  it('reports invalid JSON', () => {
    expect(() => parseManifest('{', 'toy/language.json')).toThrow(/^toy\/language.json: is not JSON: /)
  })
})

describe('readPack', () => {
  let folder = ''

  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'pack-')), 'toy')
    await mkdir(join(folder, 'samples'), { recursive: true })
    await writeFile(join(folder, 'language.json'), JSON.stringify(createTestManifest('toy')))
    await writeFile(join(folder, 'Dockerfile'), 'FROM debian:trixie-slim\n')
    await writeFile(join(folder, 'samples/hello.toy'), 'hello')
  })
  afterEach(() => rm(join(folder, '..'), { recursive: true }))

  it('reads manifest and samples', async () => {
    await expect(readPack(folder)).resolves.toEqual({
      manifest: createTestManifest('toy'),
      folder,
      image: 'sandrun/toy',
      hasDockerfile: true,
      samples: [{ name: 'hello', file: 'hello.toy', code: 'hello' }],
    })
  })

  it('needs neither samples nor a Dockerfile, but then an image', async () => {
    await rm(join(folder, 'samples'), { recursive: true })
    await rm(join(folder, 'Dockerfile'))
    await expect(readPack(folder)).rejects.toThrow('"image": give either this or a Dockerfile')
    await writeFile(join(folder, 'language.json'), JSON.stringify({ ...createTestManifest('toy'), image: 'toy:1' }))
    await expect(readPack(folder)).resolves.toMatchObject({ samples: [], hasDockerfile: false })
  })

  it('refuses an id that is not the name of the folder', async () => {
    await writeFile(join(folder, 'language.json'), JSON.stringify(createTestManifest('other')))
    await expect(readPack(folder)).rejects.toThrow('"id": is "other", but the folder is called "toy"')
  })

  it('names a folder without a manifest', async () => {
    await rm(join(folder, 'language.json'))
    await expect(readPack(folder)).rejects.toThrow(`${join(folder, 'language.json')}: cannot be read`)
  })
})
