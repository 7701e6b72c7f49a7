import { type CaseResult, type PhaseResult, type TextOrBase64, toBytes } from '@sandrun/shared'
import { KeptOutput } from '../../run-log/kept-output.ts'

/**
 * What the outputs of one run may be together in its result, in bytes of JSON: a control character takes six there, so
 * that what is small as output is large as an answer, a record or a webhook.
 */
const MAX_TOTAL_BYTES = 64 * 2 ** 20

/** Head and tail of an output that no longer fits: enough to see what it was. */
const MIN_KEPT_BYTES = 512

/** The output that a run has in its result. A case has its verdict before its output is cut. */
export class OutputTotal {
  #left: number

  constructor(maxBytes = MAX_TOTAL_BYTES) {
    this.#left = maxBytes
  }

  /** The case with as much of its output as the run has room for. */
  take(result: CaseResult): CaseResult {
    return result.run === undefined ? result : { ...result, run: this.takePhase(result.run) }
  }

  /** The phase with as much of its output as the run has room for; what is left out is marked and counted. */
  takePhase(phase: PhaseResult): PhaseResult {
    const stdout = this.#cut(phase.stdout)
    const stderr = this.#cut(phase.stderr)
    const truncated = {
      stdout: phase.truncated.stdout + stdout.truncated,
      stderr: phase.truncated.stderr + stderr.truncated,
    }
    return { ...phase, stdout: stdout.content, stderr: stderr.content, truncated }
  }

  /** Whether anything was left out. */
  get isFull(): boolean {
    return this.#left <= 0
  }

  #cut(text: TextOrBase64): { content: TextOrBase64; truncated: number } {
    const bytes = toBytes(text)
    const size = jsonSize(text, bytes)
    const room = Math.max(this.#left, MIN_KEPT_BYTES)
    this.#left -= Math.min(size, room)
    if (size <= room) return { content: text, truncated: 0 }
    this.#left = 0
    return fitting(bytes, Math.floor((bytes.length * room) / size), room)
  }
}

/** The head and tail of an output that are no larger than `room` as JSON. `limitBytes`: how much that may be. */
function fitting(bytes: Uint8Array, limitBytes: number, room: number): { content: TextOrBase64; truncated: number } {
  const kept = new KeptOutput({ limitBytes, lagBytes: 0, base: 0 })
  kept.append(bytes)
  const record = kept.record()
  const size = jsonSize(record.content, toBytes(record.content))
  // The note of what is missing comes on top.
  const most = room + MIN_KEPT_BYTES
  return size <= most || limitBytes === 0 ? record : fitting(bytes, Math.floor((limitBytes * room) / size), room)
}

/** How many bytes a text is as JSON, as `JSON.stringify` writes it. */
function jsonSize(text: TextOrBase64, bytes: Uint8Array): number {
  if (typeof text !== 'string') return text.base64.length
  let size = bytes.length
  for (const byte of bytes) size += EXTRA[byte] ?? 0
  return size
}

/** What each byte of UTF-8 takes in JSON beyond itself (RFC 8259, section 7). */
const EXTRA = Uint8Array.from({ length: 256 }, (_, byte) => JSON.stringify(String.fromCharCode(byte)).length - 3)
