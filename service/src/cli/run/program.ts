import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { type LanguageInfo, type RequestFile, hasExtension, SandrunError } from '@sandrun/shared'
import { UsageError } from '../command/usage-error.ts'

/** What a person wants run, read whole. */
export interface Program {
  files: readonly ProgramFile[]
  /** Which file to start; null for the language to choose. */
  entry: string | null
}

interface ProgramFile {
  /** Below the work directory; null for a program without a name: it gets the language's own. */
  path: string | null
  content: Buffer
  executable: boolean
}

/** Folders of tools, which no program needs to run. */
const SKIPPED = new Set(['node_modules', '__pycache__'])

/** Whether a file or folder of this name is left out of a folder. */
export function isSkipped(name: string): boolean {
  return name.startsWith('.') || SKIPPED.has(name)
}

/** The program of `run`'s arguments: `-e CODE`, `-` for standard input, or files and folders. Throws on none. */
export async function readProgram(paths: readonly string[], code: string | undefined): Promise<Program> {
  if (code !== undefined) {
    if (paths.length === 0) return unnamed(Buffer.from(code))
    throw new UsageError('There is both a file and -e CODE.', 'Arguments of the program come after --.')
  }
  const [first] = paths
  if (first === undefined) {
    throw new UsageError('Which program?', 'Write: sandrun run FILE… [-- ARGS], or sandrun run -e CODE.')
  }
  if (!paths.includes('-')) return readFiles(paths.map((path) => resolve(path)))
  if (paths.length === 1) return unnamed(await buffer(process.stdin))
  throw new UsageError('"-" is the whole program, so no file goes with it.', 'Name files only, or "-" only.')
}

/** The files of a request in this language. A single file its tools would not know by its name gets its own. */
export function requestFiles({ files }: Program, language: LanguageInfo): RequestFile[] {
  return files.map(({ path, content, executable }) => ({
    path: nameFor(path, files.length, language),
    content: content.toString('base64'),
    encoding: 'base64',
    ...(executable && { executable }),
  }))
}

/** The same for the file to start. */
export function requestEntry({ entry, files }: Program, language: LanguageInfo): string | undefined {
  return entry === null ? undefined : nameFor(entry, files.length, language)
}

function nameFor(path: string | null, count: number, language: LanguageInfo): string {
  if (path === null) return language.file
  return count === 1 && !hasExtension({ fileName: path }, language) ? language.file : path
}

function unnamed(content: Buffer): Program {
  return { files: [{ path: null, content, executable: false }], entry: null }
}

/** Files keep their places below the nearest folder that holds them all; the first one is started. */
async function readFiles(paths: readonly string[]): Promise<Program> {
  const named = await Promise.all(paths.map(async (path) => ({ path, folder: (await facts(path)).isDirectory() })))
  const root = commonFolder(named.map(({ path, folder }) => (folder ? path : dirname(path))))
  const found = await Promise.all(named.map(async ({ path, folder }) => (folder ? filesBelow(path) : [path])))
  const files = await Promise.all([...new Set(found.flat())].map((path) => readOne(path, root)))
  if (files.length === 0) throw refused(paths.join(', '), 'there is no file in it')
  const start = named.find(({ folder }) => !folder)
  return { files, entry: start === undefined ? null : pathBelow(root, start.path) }
}

async function readOne(path: string, root: string): Promise<ProgramFile> {
  const { mode } = await facts(path)
  const content = await readFile(path).catch((error: unknown) => {
    throw refused(path, reason(error))
  })
  return { path: pathBelow(root, path), content, executable: (mode & 0o111) !== 0 }
}

/** Regular files; nothing hidden, and no link, which could lead anywhere. */
async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const wanted = entries.filter(({ name }) => !isSkipped(name)).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const found = await Promise.all(
    wanted.map(async (entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return filesBelow(path)
      return entry.isFile() ? [path] : []
    }),
  )
  return found.flat()
}

function facts(path: string) {
  return stat(path).catch((error: unknown) => {
    throw refused(path, reason(error))
  })
}

function commonFolder(folders: readonly string[]): string {
  return folders.reduce((common, folder) => {
    let shared = common
    while (folder !== shared && !folder.startsWith(shared.endsWith(sep) ? shared : `${shared}${sep}`)) {
      shared = dirname(shared)
    }
    return shared
  })
}

function pathBelow(root: string, path: string): string {
  return relative(root, path).split(sep).join('/') || basename(path)
}

function reason(error: unknown): string {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'there is none' : String(error)
}

function refused(path: string, why: string): SandrunError {
  return new SandrunError('path-refused', `${path} can't be read: ${why}.`, {
    hint: 'Name files or folders of yours. Arguments of the program come after --.',
  })
}
