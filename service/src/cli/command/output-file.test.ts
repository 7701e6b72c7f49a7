import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { CommandError } from './command-error.ts'
import { requireWritable, writeOutput } from './output-file.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandrun-output-'))
})
afterEach(() => rm(folder, { recursive: true }))

it('accepts a new file, an older one and a device, and changes none', async () => {
  const old = join(folder, 'old.json')
  await writeFile(old, 'old')
  for (const path of [old, '/dev/null', join(folder, 'new.json')]) await requireWritable(path, '--report')
  expect(await readdir(folder)).toEqual(['old.json'])
  expect(await readFile(old, 'utf8')).toBe('old')
})

it.each([
  ['none/x.json', 'its folder does not exist'],
  ['file/x.json', 'a part of its path is not a folder'],
  ['.', 'it is a folder'],
  ['none/', 'it names no file'],
])('refuses %s: %s', async (name, why) => {
  await writeFile(join(folder, 'file'), '')
  const path = `${folder}/${name}`
  await expect(requireWritable(path, '--report')).rejects.toMatchObject({
    code: 'path-refused',
    message: `Can't write ${path}: ${why}.`,
  })
})

it('refuses an empty name', async () => {
  await expect(requireWritable('', '--report')).rejects.toThrow('Can\'t write "": it names no file.')
})

it('refuses what the user may not write', async ({ skip }) => {
  skip(process.getuid?.() === 0, 'root may write every file')
  await chmod(folder, 0o500)
  await expect(requireWritable(join(folder, 'x'), '--report')).rejects.toThrow('permission denied')
  await chmod(folder, 0o700)
})

it('says why a write after the work fails', async () => {
  const writing = writeOutput('/dev/full', 'text')
  await expect(writing).rejects.toBeInstanceOf(CommandError)
  await expect(writing).rejects.toMatchObject({
    exitCode: 74,
    message: "Can't write /dev/full: the disk is full.",
  })
})
