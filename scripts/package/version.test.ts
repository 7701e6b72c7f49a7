import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ROOT } from '../bootstrap/prepare.mjs'
import { PACKAGES, readVersion } from './version.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandrun-version-'))
  for (const name of PACKAGES) {
    await mkdir(join(folder, name), { recursive: true })
    await writeFile(join(folder, name, 'package.json'), '{ "version": "1.2.3" }')
  }
})
afterEach(() => rm(folder, { recursive: true }))

test('all packages have the same one', async () => {
  await expect(readVersion(ROOT)).resolves.toMatch(/^\d+\.\d+\.\d+/)
  await expect(readVersion(folder)).resolves.toBe('1.2.3')
  await writeFile(join(folder, 'extension/package.json'), '{ "version": "1.2.4" }')
  await expect(readVersion(folder)).rejects.toThrow('shared has version 1.2.3, extension 1.2.4')
})

test('the Python client has it too, although changesets does not write it', async () => {
  const project = await readFile(join(ROOT, 'clients/python/pyproject.toml'), 'utf8')
  expect(project).toContain(`\nversion = "${await readVersion(ROOT)}"\n`)
})
