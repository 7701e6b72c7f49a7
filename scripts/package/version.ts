import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The folders of all packages; the workspace itself has no version. */
export const PACKAGES = ['shared', 'service', 'service/web', 'extension', 'bench', 'clients/typescript'] as const

/** The version of all packages. Throws if one has another. */
export async function readVersion(root: string): Promise<string> {
  const versions = await Promise.all(PACKAGES.map((folder) => versionOf(join(root, folder, 'package.json'))))
  const [first = ''] = versions
  const other = versions.findIndex((version) => version !== first)
  if (other === -1) return first
  throw new Error(`${PACKAGES[0]} has version ${first}, ${PACKAGES[other]} ${versions[other]}: they have one together.`)
}

async function versionOf(path: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(path, 'utf8'))
  if (
    typeof manifest === 'object' &&
    manifest !== null &&
    'version' in manifest &&
    typeof manifest.version === 'string'
  )
    return manifest.version
  throw new Error(`${path} has no version.`)
}
