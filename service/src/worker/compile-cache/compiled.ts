import { createHash } from 'node:crypto'
import { type PhaseResult, PhaseResultSchema } from '@sandrun/shared'
import * as z from 'zod/mini'

/** A file that the compiler made. */
export interface Artefact {
  path: string
  executable: boolean
  content: Uint8Array<ArrayBuffer>
}

/** The result of compiling a program. */
export interface Compiled {
  /** With the compiler's output, which is shown again on a cache hit. */
  result: PhaseResult
  files: Artefact[]
}

const HASH_BYTES = 32
const LENGTH_BYTES = 4

const HeaderSchema = z.object({
  result: PhaseResultSchema,
  files: z.array(z.object({ path: z.string(), executable: z.boolean(), size: z.int().check(z.gte(0)) })),
})

/** SHA-256 of all that follows; u32 length of the header, the header in JSON, the files' contents in its order. */
export function encodeCompiled({ result, files }: Compiled): Buffer {
  const facts = files.map(({ path, executable, content }) => ({ path, executable, size: content.length }))
  const header = Buffer.from(JSON.stringify({ result, files: facts }))
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32BE(header.length)
  const body = Buffer.concat([length, header, ...files.map(({ content }) => content)])
  return Buffer.concat([hash(body), body])
}

/** Null for anything that is not, to the last bit, what was encoded. */
export function decodeCompiled(bytes: Buffer): Compiled | null {
  const body = bytes.subarray(HASH_BYTES)
  if (body.length < LENGTH_BYTES || !hash(body).equals(bytes.subarray(0, HASH_BYTES))) return null
  const end = LENGTH_BYTES + body.readUInt32BE()
  const header = HeaderSchema.safeParse(JSON.parse(body.toString('utf8', LENGTH_BYTES, end)))
  // Another version of this service wrote it.
  if (!header.success) return null
  const { result, files } = header.data
  let at = end
  return {
    result,
    files: files.map(({ path, executable, size }) => {
      const content = new Uint8Array(body.subarray(at, at + size))
      at += size
      return { path, executable, content }
    }),
  }
}

function hash(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
