import { type CaseResult, type PhaseResult, type TextOrBase64, toBytes } from '@sandrun/shared'
import { KeptOutput } from '../run-log/kept-output.ts'

/** What the cases of one run may leave in its result together, in bytes. */
const MAX_TOTAL_BYTES = 64 * 2 ** 20

/** Head and tail of an output that no longer fits: enough to see what it was. */
const MIN_KEPT_BYTES = 512

/** The output that the cases of a run have in its result together. A case has its verdict before its output is cut. */
export class OutputTotal {
  #left: number

  constructor(maxBytes = MAX_TOTAL_BYTES) {
    this.#left = maxBytes
  }

  /** The result with as much of its output as the run has room for; what is left out is marked and counted. */
  take(result: CaseResult): CaseResult {
    if (result.run === undefined) return result
    const stdout = this.#cut(result.run.stdout)
    const stderr = this.#cut(result.run.stderr)
    const truncated = {
      stdout: result.run.truncated.stdout + stdout.truncated,
      stderr: result.run.truncated.stderr + stderr.truncated,
    }
    const run: PhaseResult = { ...result.run, stdout: stdout.content, stderr: stderr.content, truncated }
    return { ...result, run }
  }

  /** Whether anything was left out. */
  get isFull(): boolean {
    return this.#left <= 0
  }

  #cut(text: TextOrBase64): { content: TextOrBase64; truncated: number } {
    const bytes = toBytes(text)
    const room = Math.max(this.#left, MIN_KEPT_BYTES)
    this.#left -= Math.min(bytes.length, room)
    if (bytes.length <= room) return { content: text, truncated: 0 }
    this.#left = 0
    const kept = new KeptOutput({ limitBytes: room, lagBytes: 0, base: 0 })
    kept.append(bytes)
    return kept.record()
  }
}
