import { type CaseResult, type PhaseResult, type TextOrBase64, toBytes } from '@sandrun/shared'
import { KeptOutput } from '../../run-log/kept-output.ts'
import { jsonEnds, jsonSize } from './json-size.ts'

/**
 * The most output of one run in its result, in bytes of JSON: a control character takes six there, so small output can
 * become a large answer, record or webhook.
 */
const MAX_TOTAL_BYTES = 64 * 2 ** 20

/** Head and tail of an output that no longer fits: enough to recognise it. */
const MIN_KEPT_BYTES = 512

interface Cut {
  content: TextOrBase64
  /** Bytes that were cut. */
  truncated: number
}

/**
 * The output of a run in its result. A case gets its verdict before its output is cut. Others run while a long output
 * is measured.
 */
export class OutputTotal {
  #left: number

  constructor(maxBytes = MAX_TOTAL_BYTES) {
    this.#left = maxBytes
  }

  /** The case with as much of its output as the run has room for. */
  async take(result: CaseResult): Promise<CaseResult> {
    return result.run === undefined ? result : { ...result, run: await this.takePhase(result.run) }
  }

  /** The phase with as much of its output as the run has room for; marks and counts what it cuts. */
  async takePhase(phase: PhaseResult): Promise<PhaseResult> {
    const stdout = await this.#cut(phase.stdout)
    const stderr = await this.#cut(phase.stderr)
    const truncated = {
      stdout: phase.truncated.stdout + stdout.truncated,
      stderr: phase.truncated.stderr + stderr.truncated,
    }
    return { ...phase, stdout: stdout.content, stderr: stderr.content, truncated }
  }

  /** Whether any output was cut. */
  get isFull(): boolean {
    return this.#left <= 0
  }

  async #cut(text: TextOrBase64): Promise<Cut> {
    const room = Math.max(this.#left, MIN_KEPT_BYTES)
    const least = typeof text === 'string' ? text.length : text.base64.length
    // A text that is too long anyway need not be measured.
    const size = typeof text === 'string' && least <= room ? await jsonSize(text) : least
    this.#left -= Math.min(size, room)
    if (size <= room) return { content: text, truncated: 0 }
    this.#left = 0
    return typeof text === 'string' ? cutText(text, room) : cutBytes(toBytes(text), room)
  }
}

async function cutText(text: string, room: number): Promise<Cut> {
  const { head, tail } = await jsonEnds(text, Math.floor(room / 2))
  const truncated = Buffer.byteLength(text) - Buffer.byteLength(head) - Buffer.byteLength(tail)
  return { content: `${head}\n[… ${truncated} bytes left out …]\n${tail}`, truncated }
}

/** `room`: its most bytes as base64. It stays base64: the rest may be text by chance, and larger as JSON. */
function cutBytes(bytes: Uint8Array, room: number): Cut {
  const kept = new KeptOutput({ limitBytes: Math.floor((room * 3) / 4), lagBytes: 0, base: 0 })
  kept.append(bytes)
  const { content, truncated } = kept.record()
  if (typeof content !== 'string') return { content, truncated }
  return { content: { base64: Buffer.from(content).toString('base64') }, truncated }
}
