import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeChecksums } from './checksums.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandrun-release-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('can be checked with sha256sum', async () => {
  await writeFile(join(folder, 'sandrun.tgz'), 'package')
  await writeFile(join(folder, 'sandrun.vsix'), 'extension')
  await writeChecksums(folder)
  // The second time, the old file does not belong to the release.
  await expect(writeChecksums(folder)).resolves.toHaveLength(2)
  const check = (): string =>
    execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: folder, encoding: 'utf8', stdio: 'pipe' })
  expect(check()).toBe('sandrun.tgz: OK\nsandrun.vsix: OK\n')
  await writeFile(join(folder, 'sandrun.vsix'), 'another')
  expect(check).toThrow('did NOT match')
})
