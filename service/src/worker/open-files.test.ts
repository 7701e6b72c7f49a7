import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { openFilesPerRun } from './open-files.ts'

it("leaves most of the machine's open files to everybody else", async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sandrun-open-files-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'file-max')
  await writeFile(file, '2466174\n')
  expect(await openFilesPerRun(file)).toBe(308_271)
})

it('has no limit if the machine reports none', async () => {
  expect(await openFilesPerRun('/nonexistent')).toBe(Infinity)
})
