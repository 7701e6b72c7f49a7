import { expect, it } from 'vitest'
import { type Packed, zipOf } from '../../../../../test/support/zip.ts'
import { extractZip } from './zip.ts'

const packed = (...files: readonly Packed[]): string => zipOf(...files).toString('base64')
const small = Buffer.from('content')

it('returns the files with their paths, and says which are executable', async () => {
  const archive = packed(
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
    packed({ name: 'a', content: Buffer.alloc(9e6) }, { name: 'b', content: Buffer.alloc(9e6) }),
  ],
  ['unpacks to more than it says', packed({ name: 'a', content: Buffer.alloc(1e6), claims: 10 })],
  ['leads out of its folder', packed({ name: '../a', content: small })],
  ['has an absolute path', packed({ name: '/etc/a', content: small })],
  ['is cut off', packed({ name: 'a', content: small }).slice(0, -40)],
  ['is not in the zip format', 'bm8='],
])('refuses an archive that %s', async (_what, archive) => {
  await expect(extractZip(archive, 'additional_files')).rejects.toMatchObject({
    code: 'invalid-request',
    field: 'additional_files',
  })
})
