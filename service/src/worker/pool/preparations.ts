import type { FastifyBaseLogger } from 'fastify'
import type { PreparedRuntime, Sandbox } from './sandbox.ts'

/** A sandbox that waits for a run, and the runtime that may wait in it. */
export interface Candidate {
  sandbox: Sandbox
  runtime: PreparedRuntime
}

export interface PreparationsOptions {
  /** What the runtimes that wait may take together, in MiB. */
  maxMb: number
  /** All sandboxes that wait for a run and may have a runtime, those first whose runtime is wanted first. */
  candidates: () => Candidate[]
  /** Whether those that run need every CPU just now. */
  isHeld: () => boolean
  log: FastifyBaseLogger
}

/** A runtime that takes longer than this does not hold up the others. */
const PREPARED_WITHIN_MS = 15_000

/** A compiler that is made to wait takes a second of CPU: it gives way to what has begun as lately as this. */
const QUIET_MS = 300

/** Has runtimes wait in warm sandboxes: one is started at a time, and compilers only when no program has just begun. */
export class Preparations {
  readonly #options: PreparationsOptions
  #preparing = false
  /** Set while a program has just begun. */
  #quiet: NodeJS.Timeout | null = null

  constructor(options: PreparationsOptions) {
    this.#options = options
  }

  /** A program begins. */
  begun(): void {
    if (this.#quiet !== null) clearTimeout(this.#quiet)
    this.#quiet = setTimeout(() => {
      this.#quiet = null
      this.proceed()
    }, QUIET_MS)
    this.#quiet.unref()
  }

  /** Goes on where something has changed: a sandbox was made, taken or given back. */
  proceed(): void {
    const { maxMb, candidates, isHeld } = this.#options
    if (this.#preparing || isHeld()) return
    const all = candidates()
    const takenMb = all.reduce((sum, { sandbox }) => sum + sandbox.preparedMb, 0)
    const next = all.find(
      ({ sandbox, runtime: { phase, memoryMb } }) =>
        sandbox.preparedMb === 0 && takenMb + memoryMb <= maxMb && (phase === 'run' || this.#quiet === null),
    )
    if (next !== undefined) void this.#prepare(next)
  }

  async #prepare({ sandbox, runtime }: Candidate): Promise<void> {
    const { candidates, log } = this.#options
    this.#preparing = true
    const failure = await Promise.race([sandbox.prepare(runtime), late()])
    this.#preparing = false
    // One that was taken meanwhile has its program.
    if (failure !== null && candidates().some((one) => one.sandbox === sandbox)) {
      log.warn({ language: sandbox.shape.packId, failure }, "can't prepare a runtime")
    }
    this.proceed()
  }
}

function late(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  setTimeout(() => resolve(`It was not up after ${PREPARED_WITHIN_MS / 1000} s.`), PREPARED_WITHIN_MS).unref()
  return promise
}
