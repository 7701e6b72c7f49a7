import type { Stats } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { isUtf8 } from 'node:buffer'
import { type LanguageInfo, type RequestFile, hasExtension, SandrunError, toSourceText } from '@sandrun/shared'
import { reason } from '../command/file-fault.ts'
import { UsageError } from '../command/usage-error.ts'

/** More than any service accepts: as JSON and base64 it still fits into a JavaScript string. */
const MAX_BYTES = 256 * 2 ** 20

/** More than a request may have, to fail early when someone names a whole disk. */
const MAX_FILES = 1000

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/** The program of a command line, completely read. */
export interface Program {
  files: readonly ProgramFile[]
  /** The file to start; null lets the language choose. */
  entry: string | null
}

interface FoundFile {
  path: string
  facts: Stats
}

export interface ProgramFile {
  /** Below the work directory; null for a program without a name, which gets the language's own. */
  path: string | null
  content: Buffer
  executable: boolean
}

/** Folders of tools, which no program needs to run. */
const SKIPPED = new Set(['node_modules', '__pycache__'])

/** Whether to skip files or folders of this name in a folder. */
export function isSkipped(name: string): boolean {
  return name.startsWith('.') || SKIPPED.has(name)
}

/** The program in `run`'s arguments: `-e CODE`, `-` for standard input, or files and folders. Throws without one. */
export async function readProgram(paths: readonly string[], code: string | undefined): Promise<Program> {
  if (code !== undefined) {
    if (paths.length === 0) return unnamed(Buffer.from(code))
    throw new UsageError("A file and -e CODE can't be combined.", "Put the program's arguments after --.")
  }
  const [first] = paths
  if (first === undefined) {
    throw new UsageError('Missing argument: FILE.', 'Usage: sandrun run FILE… [-- ARGS], or: sandrun run -e CODE')
  }
  if (!paths.includes('-')) return readFiles(paths.map((path) => resolve(path)))
  if (paths.length === 1) return unnamed(await buffer(process.stdin))
  throw new UsageError('A file and "-" can\'t be combined.', 'Name only files, or only "-".')
}

/** The files of a request in this language. A single file gets the language's own name if its tools need that. */
export function requestFiles({ files }: Program, language: LanguageInfo): RequestFile[] {
  return files.map(({ path, content, executable }) => ({
    path: nameFor(path, files.length, language),
    content: sourceBytes(path, content, files.length, language).toString('base64'),
    encoding: 'base64',
    ...(executable && { executable }),
  }))
}

/** Sources from Windows get Linux line ends; all other files stay the same. */
function sourceBytes(path: string | null, content: Buffer, count: number, language: LanguageInfo): Buffer {
  const isSource = path === null || count === 1 || hasExtension({ fileName: path }, language)
  const mayDiffer = content.includes('\r\n') || content.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK)
  return isSource && mayDiffer && isUtf8(content) ? Buffer.from(toSourceText(content.toString())) : content
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

/** Files keep their places below their nearest common folder; the first one is started. */
async function readFiles(paths: readonly string[]): Promise<Program> {
  const named = await Promise.all(paths.map(async (path) => ({ path, folder: (await factsOf(path)).isDirectory() })))
  const root = commonFolder(named.map(({ path, folder }) => (folder ? path : dirname(path))))
  const below = await Promise.all(
    named.map(async ({ path, folder }) => (folder ? filesBelow(path, new Set()) : [path])),
  )
  const all = [...new Set(below.flat())]
  if (all.length > MAX_FILES) throw tooMany(paths)
  const found = await Promise.all(all.map(async (path) => ({ path, facts: await factsOf(path) })))
  checkSize(found)
  const files = await Promise.all(found.map((file) => readOne(file, root)))
  if (files.length === 0) throw refused(paths.join(', '), 'it has no files')
  const start = named.find(({ folder }) => !folder)
  return { files, entry: start === undefined ? null : pathBelow(root, start.path) }
}

async function readOne({ path, facts: { mode } }: FoundFile, root: string): Promise<ProgramFile> {
  const content = await readFile(path).catch((error: unknown) => {
    throw refused(path, reason(error))
  })
  return { path: pathBelow(root, path), content, executable: (mode & 0o111) !== 0 }
}

/** Regular files; no hidden ones, and no links, which could lead anywhere. */
async function filesBelow(folder: string, seen: Set<string>, named = folder): Promise<string[]> {
  // There are already too many, which the caller reports.
  if (seen.size > MAX_FILES) return []
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw refused(folder, reason(error))
  })
  const wanted = entries.filter(({ name }) => !isSkipped(name)).toSorted((a, b) => (a.name < b.name ? -1 : 1))
  const found = await Promise.all(
    wanted.map(async (entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return filesBelow(path, seen, named)
      if (!entry.isFile()) return []
      if (seen.add(path).size > MAX_FILES) throw tooMany([named])
      return [path]
    }),
  )
  return found.flat()
}

/** Throws for endless files, and for ones too large to send, before reading any. */
function checkSize(files: readonly FoundFile[]): void {
  let bytes = 0
  for (const { path, facts } of files) {
    if (facts.isCharacterDevice() || facts.isBlockDevice()) throw refused(path, 'it is a device')
    bytes += facts.size
    if (bytes <= MAX_BYTES) continue
    throw new SandrunError('too-large', `${path} makes the program larger than ${MAX_BYTES / 2 ** 20} MB.`)
  }
}

function tooMany(paths: readonly string[]): SandrunError {
  return new SandrunError('too-large', `${paths.join(', ')} has more than ${MAX_FILES} files.`, {
    hint: 'Name only the files or the folder that the program needs.',
  })
}

function factsOf(path: string): Promise<Stats> {
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

function refused(path: string, why: string): SandrunError {
  return new SandrunError('path-refused', `Can't read ${path}: ${why}.`, {
    hint: "Check the path. Put the program's arguments after --.",
  })
}
