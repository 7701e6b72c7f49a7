import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { hashContext, readContext, tarContext } from './context.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'context-'))
  await mkdir(join(folder, 'b/c'), { recursive: true })
  await writeFile(join(folder, 'b/c/deep'), 'deep')
  await writeFile(join(folder, 'Dockerfile'), 'FROM scratch')
})
afterEach(() => rm(folder, { recursive: true }))

it('reads files of all folders in a fixed order, without ignored ones', async () => {
  await mkdir(join(folder, 'tests'))
  await writeFile(join(folder, 'tests/case'), '')
  await writeFile(join(folder, 'tests.txt'), '')
  const paths = (await readContext(folder, ['tests'])).map(({ path }) => path)
  expect(paths).toEqual(['Dockerfile', 'b/c/deep', 'tests.txt'])
})

it('refuses a link, which could lead out of the folder', async () => {
  await symlink('/etc/passwd', join(folder, 'link'))
  await expect(readContext(folder)).rejects.toThrow('regular files only')
})

it('has a hash of the content, the names and the given text, and nothing else', async () => {
  const files = await readContext(folder)
  const hash = hashContext(files, 'base')
  expect(hashContext(await readContext(folder), 'base')).toBe(hash)
  expect(hashContext(files, 'other')).not.toBe(hash)
  expect(hashContext(files.slice(1), 'base')).not.toBe(hash)
  await writeFile(join(folder, 'b/c/deep'), 'deeq')
  expect(hashContext(await readContext(folder), 'base')).not.toBe(hash)
})

it('makes the same tar whenever it is made', async () => {
  const files = await readContext(folder)
  const digest = async (): Promise<string> =>
    createHash('sha256')
      .update(await buffer(tarContext(files, ['empty'])))
      .digest('hex')
  expect(await digest()).toBe(await digest())
  expect((await buffer(tarContext(files, ['empty']))).toString('latin1')).toContain('Dockerfile')
})
