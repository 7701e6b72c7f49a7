import { SandrunError } from '@sandrun/shared'
import { type Entry, fromBufferPromise } from 'yauzl'

/** A file of an archive, in the form for a run request. */
export interface ExtractedFile {
  path: string
  content: string
  encoding: 'base64'
  executable: boolean
}

/** The most bytes and files to unpack from an archive. */
const MAX_BYTES = 16 * 2 ** 20
const MAX_FILES = 1000

/** Mode bits that make an entry executable, in the upper half of its attributes (APPNOTE.TXT, section 4.4.15). */
const EXECUTABLE = 0o111

/** Unpacks a base64 zip archive. Throws `invalid-request` if it is invalid, unpacks to too much, or leads outside. */
export async function extractZip(base64: string, field: string): Promise<ExtractedFile[]> {
  try {
    return await extract(Buffer.from(base64, 'base64'))
  } catch (error) {
    if (error instanceof SandrunError) throw error
    const reason = error instanceof Error ? error.message : String(error)
    throw new SandrunError('invalid-request', `"${field}": is not a zip archive in base64 (${reason})`, {
      field,
      cause: error,
    })
  }
}

async function extract(bytes: Buffer): Promise<ExtractedFile[]> {
  const archive = await fromBufferPromise(bytes)
  const files: ExtractedFile[] = []
  let room = MAX_BYTES
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue
    // The zip reader stops at the size that the entry names.
    room -= entry.uncompressedSize
    if (room < 0) throw new Error(`it unpacks to more than ${MAX_BYTES / 2 ** 20} MB`)
    if (files.length === MAX_FILES) throw new Error(`it has more than ${MAX_FILES} files`)
    const stream = await archive.openReadStreamPromise(entry)
    const content = Buffer.concat(await stream.toArray())
    files.push({
      path: entry.fileName,
      content: content.toString('base64'),
      encoding: 'base64',
      executable: isExecutable(entry),
    })
  }
  return files
}

function isExecutable({ externalFileAttributes }: Entry): boolean {
  return ((externalFileAttributes >>> 16) & EXECUTABLE) !== 0
}
