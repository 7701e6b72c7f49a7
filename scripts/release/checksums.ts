import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const NAME = 'SHA256SUMS'

/** Writes SHA256SUMS of a folder's files, for `sha256sum --check`, and returns its lines. */
export async function writeChecksums(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name !== NAME).toSorted()
  const lines = await Promise.all(
    names.map(async (name) => {
      const hash = createHash('sha256').update(await readFile(join(folder, name)))
      return `${hash.digest('hex')}  ${name}`
    }),
  )
  await writeFile(join(folder, NAME), `${lines.join('\n')}\n`)
  return lines
}
