import type { CaseResult } from '@sandrun/shared'
import type { RunLog } from '../../run-log/run-log.ts'
import type { OutputTotal } from './output-total.ts'

/** The most results that wait for an earlier one, and the most of their outputs together, which are not cut yet. */
const MOST_WAITING = 16
const MOST_WAITING_BYTES = 16 * 2 ** 20

/** The results of a run's cases. They go into the log, and get their part of the output, in the order of the cases. */
export class CaseResults {
  readonly #log: RunLog
  readonly #total: OutputTotal
  readonly #results: CaseResult[] = []
  readonly #waiting = new Map<number, CaseResult>()
  #waitingBytes = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(log: RunLog, total: OutputTotal) {
    this.#log = log
    this.#total = total
  }

  /** Whether an earlier case should end before others begin. */
  get isFull(): boolean {
    return this.#waiting.size >= MOST_WAITING || this.#waitingBytes >= MOST_WAITING_BYTES
  }

  /** Resolves when the result is written, if it is the next. */
  add(index: number, result: CaseResult): Promise<void> {
    this.#waiting.set(index, result)
    this.#waitingBytes += sizeOf(result)
    this.#writing = this.#writing.then(() => this.#write())
    return this.#writing
  }

  /** All results up to the first that is missing. */
  async all(): Promise<CaseResult[]> {
    await this.#writing
    return this.#results
  }

  async #write(): Promise<void> {
    for (let next = this.#takeNext(); next !== undefined; next = this.#takeNext()) {
      const result = await this.#total.take(next)
      this.#log.append({ type: 'case', index: this.#results.length, result })
      this.#results.push(result)
    }
  }

  #takeNext(): CaseResult | undefined {
    const index = this.#results.length
    const next = this.#waiting.get(index)
    if (next !== undefined) this.#waitingBytes -= sizeOf(next)
    this.#waiting.delete(index)
    return next
  }
}

function sizeOf({ run }: CaseResult): number {
  const outputs = run === undefined ? [] : [run.stdout, run.stderr]
  return outputs.reduce((sum, text) => sum + (typeof text === 'string' ? text : text.base64).length, 0)
}
