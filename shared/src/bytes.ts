import * as z from 'zod/mini'

/** A payload: text if possible, otherwise base64 (RFC 4648, padded). */
export const TextOrBase64Schema = z.union([z.string(), z.strictObject({ base64: z.base64() })])

export type TextOrBase64 = z.infer<typeof TextOrBase64Schema>

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const encoder = new TextEncoder()

/** The bytes of a payload that has passed its schema. */
export function toBytes(payload: TextOrBase64): Uint8Array {
  if (typeof payload === 'string') return encoder.encode(payload)
  // A loop: `Uint8Array.from` takes seconds for megabytes.
  const binary = atob(payload.base64)
  const bytes = new Uint8Array(binary.length)
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at)
  return bytes
}

/** Always text, for readers that cannot take bytes: invalid UTF-8 becomes U+FFFD. */
export function toLossyText(payload: TextOrBase64): string {
  return typeof payload === 'string' ? payload : new TextDecoder().decode(toBytes(payload))
}

/** Text if the bytes are valid UTF-8, otherwise base64, so that nothing is ever replaced. */
export function fromBytes(bytes: Uint8Array): TextOrBase64 {
  try {
    return decoder.decode(bytes)
  } catch {
    return { base64: encodeBase64(bytes) }
  }
}

/** Joins arrays; copies each once. */
export function concatBytes(chunks: readonly Uint8Array[]): Uint8Array {
  const [first] = chunks
  if (chunks.length === 1 && first !== undefined) return first
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0))
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.length
  }
  return whole
}

function encodeBase64(bytes: Uint8Array): string {
  // String.fromCharCode takes bytes as arguments, and engines limit their number.
  const step = 8192
  let binary = ''
  for (let at = 0; at < bytes.length; at += step) {
    binary += String.fromCharCode(...bytes.subarray(at, at + step))
  }
  return btoa(binary)
}
