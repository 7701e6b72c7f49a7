import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { assemble } from './assemble.ts'

/** Packs the package of the clone at `root`, and returns the path of its tarball in `folder`. */
export async function packProduct(root: string, folder: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  const passing = await mkdtemp(join(tmpdir(), 'sandrun-package-'))
  try {
    await assemble(root, passing)
    const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
    const { stdout } = await promisify(execFile)('npm', args, { cwd: passing })
    return join(folder, tarballOf(stdout))
  } finally {
    await rm(passing, { recursive: true, force: true })
  }
}

/** The file name in the output of `npm pack --json`. */
function tarballOf(report: string): string {
  const [packed] = JSON.parse(report) as { filename: string }[]
  if (packed === undefined) throw new Error(`npm packed nothing: ${report}`)
  return packed.filename
}
