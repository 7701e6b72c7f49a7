import { copyFile, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ROOT } from '../bootstrap/prepare.mjs'
import { describeError } from '../bootstrap/setup-error.mjs'
import { packProduct } from '../package/pack.ts'
import { packageExtension } from '../start/vsix.ts'
import { buildWebPage } from '../start/web-page.ts'
import { writeChecksums } from './checksums.ts'
import { readVersion } from '../package/version.ts'

/** The tarball, the extension, and the checksums of both. */
async function release(): Promise<void> {
  const folder = join(ROOT, 'dist/release')
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  const version = await readVersion(ROOT)
  await buildWebPage()
  await packProduct(ROOT, folder)
  const vsix = await packageExtension()
  if (vsix === null) throw new Error('There is no release without the extension.')
  await copyFile(vsix, join(folder, `sandrun-${version}.vsix`))
  for (const line of await writeChecksums(folder)) console.log(line)
}

try {
  await release()
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}
