import { crc32, deflateRawSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { extractZip } from './zip.ts'

interface Packed {
  name: string
  content: Buffer
  mode?: number
  /** The length that the archive claims, if it is wrong. */
  claims?: number
}

/** A zip archive in base64 (APPNOTE.TXT, sections 4.3.7, 4.3.12 and 4.3.16), deflated. */
function zipOf(...files: readonly Packed[]): string {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content, mode = 0o644, claims = content.length } of files) {
    const data = deflateRawSync(content)
    const facts = Buffer.alloc(26)
    facts.writeUInt16LE(20, 0)
    facts.writeUInt16LE(8, 4)
    facts.writeUInt32LE(crc32(content), 10)
    facts.writeUInt32LE(data.length, 14)
    facts.writeUInt32LE(claims, 18)
    facts.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), facts, Buffer.from(name), data])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((mode << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x03'), facts, rest, Buffer.from(name))
    parts.push(local)
    offset += local.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(files.length, 4)
  end.writeUInt16LE(files.length, 6)
  end.writeUInt32LE(central.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06'), end]).toString('base64')
}

const small = Buffer.from('content')

it('returns the files with their paths, and says which are executable', async () => {
  const archive = zipOf(
    { name: 'folder/', content: Buffer.alloc(0) },
    { name: 'folder/run.sh', content: small, mode: 0o755 },
    { name: 'data', content: small },
  )
  const content = small.toString('base64')
  expect(await extractZip(archive, 'additional_files')).toEqual([
    { path: 'folder/run.sh', content, encoding: 'base64', executable: true },
    { path: 'data', content, encoding: 'base64', executable: false },
  ])
})

it.each([
  [
    'unpacks to more than 16 MB',
    zipOf({ name: 'a', content: Buffer.alloc(9e6) }, { name: 'b', content: Buffer.alloc(9e6) }),
  ],
  ['unpacks to more than it says', zipOf({ name: 'a', content: Buffer.alloc(1e6), claims: 10 })],
  ['leads out of its folder', zipOf({ name: '../a', content: small })],
  ['has an absolute path', zipOf({ name: '/etc/a', content: small })],
  ['is cut off', zipOf({ name: 'a', content: small }).slice(0, -40)],
  ['is not in the zip format', 'bm8='],
])('refuses an archive that %s', async (_what, archive) => {
  await expect(extractZip(archive, 'additional_files')).rejects.toMatchObject({
    code: 'invalid-request',
    field: 'additional_files',
  })
})
