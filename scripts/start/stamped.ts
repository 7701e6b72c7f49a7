import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { glob, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ROOT } from '../bootstrap/prepare.mjs'

/** Something made from files of the repository. */
export interface Product {
  /** The result's path. */
  output: string
  /** Patterns of all its inputs. */
  inputs: readonly string[]
  make: () => Promise<unknown>
}

/** Makes it if it is missing or its inputs have changed; returns whether it was made. */
export async function makeIfChanged({ output, inputs, make }: Product): Promise<boolean> {
  const stamp = `${output}.inputs`
  const wanted = await fingerprint(inputs)
  if (existsSync(output) && (await readFile(stamp, 'utf8').catch(() => '')) === wanted) return false
  await make()
  await mkdir(dirname(stamp), { recursive: true })
  await writeFile(stamp, wanted)
  return true
}

/** A hash of the contents of these patterns' files: file times mean little after a checkout. */
export async function fingerprint(inputs: readonly string[]): Promise<string> {
  const files: string[] = []
  for await (const entry of glob(inputs, { cwd: ROOT, withFileTypes: true })) {
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name))
  }
  files.sort()
  const hash = createHash('sha256')
  for (const file of files) hash.update(file).update(await readFile(file))
  return hash.digest('hex')
}
