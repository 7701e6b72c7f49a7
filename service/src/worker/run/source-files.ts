import { posix } from 'node:path'
import { type LanguageManifest, type RunRequest, toSourceText } from '@sandrun/shared'

interface ProgramFile {
  path: string
  content: Uint8Array
  executable: boolean
}

/** The files of a program, and which of them is started. */
export interface Program {
  files: ProgramFile[]
  entry: string
}

type Naming = Pick<LanguageManifest, 'compile' | 'extensions' | 'file'>

/**
 * A program as its tools take it: sources that were sent as text have the line ends of Linux, and a file to start that is
 * called by no extension gets the language's own name, since most compilers go by that. What is sent as base64 stays as it
 * is, byte for byte.
 */
export function asSources({ files, entry }: Program, request: RunRequest, manifest: Naming): Program {
  const texts = new Set(request.files?.filter(({ encoding }) => encoding !== 'base64').map(({ path }) => path))
  const isText = ({ path }: ProgramFile): boolean =>
    request.files === undefined ? typeof request.code === 'string' : texts.has(path)
  const isSource = ({ path }: ProgramFile): boolean => path === entry || isNamed(path, manifest)
  const taken = new Set(files.map(({ path }) => path))
  const name = posix.join(posix.dirname(entry), manifest.file)
  const isRenamed = taken.has(entry) && !taken.has(name) && needsName(entry, manifest)
  return {
    entry: isRenamed ? name : entry,
    files: files.map((file) => ({
      ...file,
      path: isRenamed && file.path === entry ? name : file.path,
      content: isText(file) && isSource(file) ? inSourceText(file.content) : file.content,
    })),
  }
}

function isNamed(path: string, { extensions, file }: Naming): boolean {
  return [...extensions, posix.extname(file)].includes(posix.extname(path))
}

/** What only runs is read by whatever name it has; it may have been called so for a reason. */
function needsName(entry: string, { compile }: Naming): boolean {
  return compile !== undefined && posix.extname(entry) === ''
}

/** The bytes are those of a text that came with the request. */
function inSourceText(content: Uint8Array): Uint8Array {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content)
  const source = toSourceText(text)
  return source === text ? content : new TextEncoder().encode(source)
}
