import { parseOrThrow, SandrunError } from '@sandrun/shared'
import { type Program, ProgramSchema } from './program.ts'

/** The start of a fragment that holds a program; the digit is the format's version. */
const PREFIX = '#p1='

/** Anybody can make a link: one that unfolds to more bytes is refused. */
const MAX_UNFOLDED_BYTES = 2 * 2 ** 20

/** The program as an address fragment: JSON, deflated (RFC 1951), in base64url (RFC 4648). No server sees it. */
export async function fragmentOf(program: Program): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(program))
  const deflated = new Blob([json]).stream().pipeThrough(new CompressionStream('deflate-raw'))
  const bytes = new Uint8Array(await new Response(deflated).arrayBuffer())
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  return PREFIX + btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

/** The fragment's program, or null if it has none. Throws `invalid-request` if it is damaged or too large. */
export async function programOfFragment(fragment: string): Promise<Program | null> {
  if (!fragment.startsWith(PREFIX)) return null
  try {
    const binary = atob(fragment.slice(PREFIX.length).replaceAll('-', '+').replaceAll('_', '/'))
    const deflated = Uint8Array.from(binary, (character) => character.charCodeAt(0))
    const json: unknown = JSON.parse(await unfold(deflated))
    return parseOrThrow(ProgramSchema, json)
  } catch (error) {
    throw new SandrunError('invalid-request', 'The link is damaged and contains no program.', {
      hint: 'Ask for a new link. Some apps cut long links.',
      cause: error,
    })
  }
}

async function unfold(deflated: Uint8Array<ArrayBuffer>): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate-raw'))) {
    size += chunk.length
    if (size > MAX_UNFOLDED_BYTES) throw new RangeError('too large')
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
