import { posix } from 'node:path'
import { type LanguageManifest, type RunRequest, toSourceText } from '@sandrun/shared'

interface ProgramFile {
  path: string
  content: Uint8Array
  executable: boolean
}

/** The files of a program, and the one to start. */
export interface Program {
  files: ProgramFile[]
  entry: string
}

type Naming = Pick<LanguageManifest, 'compile' | 'extensions' | 'file'>

/**
 * A program in the form for its tools: sources that were sent as text get Linux line ends, and a file to start that has
 * no known extension gets the language's own name, since most compilers go by the name. Files sent as base64 stay the
 * same, byte for byte.
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

/** Interpreters read a file of any name; it may have that name for a reason. */
function needsName(entry: string, { compile }: Naming): boolean {
  return compile !== undefined && posix.extname(entry) === ''
}

/** The bytes are those of a text in the request. */
function inSourceText(content: Uint8Array): Uint8Array {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(content)
  const source = toSourceText(text)
  return source === text ? content : new TextEncoder().encode(source)
}
