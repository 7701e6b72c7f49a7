import type { Readable } from 'node:stream'
import { SandrunError } from '@sandrun/shared'
import { callerLeft } from './caller-left.ts'
import type { BodyHold } from './body-budget.ts'

export interface BodyReadOptions {
  /** The largest body, in bytes. */
  most: number
  /** The length that the request announces, if any. */
  announced: number | null
  /** The most time for the body, in milliseconds. */
  withinMs: number
  hold: BodyHold
}

/** The first buffer for joined chunks: a thousand one-byte chunks would take more room than their bytes. */
const FIRST_BYTES = 16 * 1024

/**
 * How much of a refused body is still read: a client that is cut off while it sends loses the answer (RFC 9112, section
 * 9.6).
 */
const DISCARD_BYTES = 64 * 2 ** 20

/**
 * Reads the whole body of a request. Throws `too-large` and `overloaded` after the refused rest has been read,
 * `request-timeout`, and `connection-lost`.
 */
export async function readBody(stream: Readable, options: BodyReadOptions): Promise<Uint8Array> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => late.reject(new SandrunError('request-timeout', 'The request did not arrive in time.')),
    options.withinMs,
  )
  try {
    return await Promise.race([receive(stream, options), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

async function receive(stream: Readable, options: BodyReadOptions): Promise<Uint8Array> {
  const { most, announced, hold } = options
  let bytes = Buffer.alloc(0)
  let length = 0
  let refusal = announced !== null && announced > most ? tooLarge() : null
  let refused = 0
  try {
    // Leaving the loop early must not destroy the connection, which still carries the answer.
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      refusal ??= length + chunk.length > most ? tooLarge() : null
      if (refusal === null) {
        try {
          bytes = withRoom(bytes, length, length + chunk.length, options)
          chunk.copy(bytes, length)
          length += chunk.length
          continue
        } catch (error) {
          if (!(error instanceof SandrunError)) throw error
          refusal = error
        }
      }
      bytes = Buffer.alloc(0)
      hold.resize(0)
      refused += chunk.length
      if (refused > DISCARD_BYTES) break
    }
  } catch (error) {
    throw callerLeft(error)
  }
  if (refusal !== null) throw refusal
  hold.resize(length)
  return bytes.subarray(0, length)
}

/** The same bytes, with room for `needed`. */
function withRoom(
  bytes: Buffer<ArrayBuffer>,
  length: number,
  needed: number,
  { most, announced, hold }: BodyReadOptions,
): Buffer<ArrayBuffer> {
  if (needed <= bytes.length) return bytes
  const size = Math.max(needed, Math.min(announced ?? most, Math.max(FIRST_BYTES, 2 * bytes.length)))
  hold.resize(size)
  const larger = Buffer.allocUnsafeSlow(size)
  bytes.copy(larger, 0, 0, length)
  return larger
}

function tooLarge(): SandrunError {
  return new SandrunError('too-large', "The request is larger than this service's maximum.")
}
