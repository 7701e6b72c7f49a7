import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { cp, mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { PathSchema, SandrunError } from '@sandrun/shared'
import { extract } from 'tar-stream'

/** A pack is text. Anything larger in total, in bytes, is refused. */
const MAX_BYTES = 64 * 2 ** 20
/** For a whole git repository, in milliseconds. */
const CLONE_MS = 300_000
const ARCHIVE = /\.(tar|tar\.gz|tgz)$/
const GIT = /^(https?|ssh|git|file):\/\/|^[\w.-]+@[\w.-]+:|\.git$/

/**
 * Fetches a pack into the folder `target`, which must not exist yet, and returns the folder with the `language.json`:
 * `target` or its only subfolder. `source` is a folder, a `.tar`, `.tar.gz` or `.tgz`, or a source for `git clone`.
 */
export async function fetchPack(source: string, target: string): Promise<string> {
  const found = await stat(source).catch(() => null)
  if (found?.isDirectory() === true) await cp(source, target, { recursive: true })
  else if (found?.isFile() === true && ARCHIVE.test(source)) await unpack(source, target)
  else if (found === null && GIT.test(source)) await clone(source, target)
  else {
    throw fault(
      found === null ? `${source} does not exist.` : `${source} is neither a folder nor an archive.`,
      'Name a folder, a .tar, .tar.gz or .tgz file, or the address of a git repository.',
    )
  }
  await rm(join(target, '.git'), { recursive: true, force: true })
  return packFolder(source, target)
}

async function packFolder(source: string, folder: string): Promise<string> {
  const entries = await readdir(folder, { withFileTypes: true })
  if (entries.some(({ name }) => name === 'language.json')) return folder
  const [only, ...others] = entries.filter((entry) => entry.isDirectory())
  const inner = only === undefined || others.length > 0 ? [] : await readdir(join(folder, only.name))
  if (only !== undefined && inner.includes('language.json')) return join(folder, only.name)
  throw fault(`${source} has no language.json.`, 'docs/languages.md describes language packs.')
}

/** Unpacks only files and folders, and only inside `target`. */
async function unpack(archive: string, target: string): Promise<void> {
  const tar = extract()
  const bytes = createReadStream(archive)
  const fail = (error: Error): void => tar.destroy(error)
  bytes.on('error', fail)
  const plain = archive.endsWith('.tar') ? bytes : bytes.pipe(createGunzip()).on('error', fail)
  plain.pipe(tar)
  let total = 0
  try {
    for await (const entry of tar) {
      const { name, type, size } = entry.header
      total += size
      if (total > MAX_BYTES)
        throw fault(
          `${archive} unpacks to more than 64 MiB.`,
          'Keep only text in a pack and let its Dockerfile install the rest.',
        )
      const path = name.replace(/^(\.\/)+/, '').replace(/\/$/, '')
      if (type === 'file') await writeEntry(archive, join(target, checkedPath(archive, path)), Readable.from(entry))
      else entry.resume()
    }
  } catch (error) {
    if (error instanceof SandrunError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw fault(`Can't unpack ${archive} (${why}).`, 'Create it with: tar -czf pack.tgz FOLDER')
  } finally {
    bytes.destroy()
  }
}

function checkedPath(archive: string, path: string): string {
  const checked = PathSchema.safeParse(path)
  if (checked.success) return checked.data
  throw fault(
    `${archive}: the path "${path}" ${checked.error.issues[0]?.message}.`,
    'Create it with: tar -czf pack.tgz FOLDER',
  )
}

async function writeEntry(archive: string, path: string, entry: Readable): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  // Never overwrite: an archive could name a file twice.
  await writeFile(path, entry, { flag: 'wx' }).catch((error: unknown) => {
    throw fault(`${archive}: can't write ${path} (${String(error)}).`, 'Create it with: tar -czf pack.tgz FOLDER')
  })
}

async function clone(url: string, target: string): Promise<void> {
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0' }
  const signal = AbortSignal.timeout(CLONE_MS)
  const child = spawn('git', ['clone', '--quiet', '--depth', '1', '--', url, target], {
    env,
    signal,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const code: unknown = await once(child, 'close').then(
    ([exitCode]) => exitCode,
    (error: unknown) => String(error),
  )
  if (code !== 0) throw fault(`Can't clone ${url} (git: ${String(code)}).`, "Read git's output above.")
}

function fault(message: string, hint: string): SandrunError {
  return new SandrunError('invalid-request', message, { hint })
}
