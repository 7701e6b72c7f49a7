import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { SandrunError } from '@sandrun/shared'
import { pack as createTar } from 'tar-stream'

/** One file of a build context; `path` with `/` between names. */
export interface ContextFile {
  path: string
  content: Buffer
}

/**
 * Reads the files that an image is built from, in a fixed order. `ignore` names top-level files and folders to leave
 * out. Modes are not kept: a checkout on Windows has none, and the Dockerfile sets those that matter.
 */
export async function readContext(folder: string, ignore: readonly string[] = []): Promise<ContextFile[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  const paths = entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name).slice(folder.length).replaceAll('\\', '/').replace(/^\/+/, '')
      if (!entry.isFile() && !isIgnored(path, ignore)) {
        throw new SandrunError('invalid-request', `${join(folder, path)}: an image is built from regular files only`)
      }
      return path
    })
    .filter((path) => !isIgnored(path, ignore))
    .toSorted()
  return Promise.all(paths.map(async (path) => ({ path, content: await readFile(join(folder, path)) })))
}

/** The same hash for the same files, on every machine. */
export function hashContext(files: readonly ContextFile[], ...more: readonly string[]): string {
  const hash = createHash('sha256')
  for (const { path, content } of files) hash.update(`${path}\0${content.length}\0`).update(content)
  for (const text of more) hash.update(`\0${text}`)
  return hash.digest('hex').slice(0, 16)
}

/** A tar that is byte for byte the same for the same files, so that the builder's cache works. */
export function tarContext(files: readonly ContextFile[], folders: readonly string[] = []): Readable {
  const tar = createTar()
  const mtime = new Date(0)
  for (const name of folders) tar.entry({ name, type: 'directory', mode: 0o755, mtime, uid: 0, gid: 0 })
  for (const { path, content } of files) tar.entry({ name: path, mode: 0o644, mtime, uid: 0, gid: 0 }, content)
  tar.finalize()
  return Readable.from(tar)
}

function isIgnored(path: string, ignore: readonly string[]): boolean {
  return ignore.some((name) => path === name || path.startsWith(`${name}/`))
}
