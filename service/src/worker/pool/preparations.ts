import type { FastifyBaseLogger } from 'fastify'
import type { PreparedRuntime, Sandbox } from './sandbox.ts'

/** A sandbox that waits for a run, and the runtime to prepare in it. */
export interface Candidate {
  sandbox: Sandbox
  runtime: PreparedRuntime
}

export interface PreparationsOptions {
  /** The most memory for all prepared runtimes together, in MiB. */
  maxMb: number
  /** The waiting sandboxes that can have a prepared runtime, the most urgent first. */
  candidates: () => Candidate[]
  /** Whether current runs need every CPU. */
  isHeld: () => boolean
  log: FastifyBaseLogger
}

/** A runtime that takes longer than this does not delay the others. */
const PREPARED_WITHIN_MS = 15_000

/** Preparing a compiler takes a second of CPU: it waits this long after a program has begun. */
const QUIET_MS = 300

/** Prepares runtimes in warm sandboxes, one at a time; compilers only when no program has just begun. */
export class Preparations {
  readonly #options: PreparationsOptions
  #preparing = false
  /** Set while a program has just begun. */
  #quiet: NodeJS.Timeout | null = null

  constructor(options: PreparationsOptions) {
    this.#options = options
  }

  /** Notes that a program begins. */
  begun(): void {
    if (this.#quiet !== null) clearTimeout(this.#quiet)
    this.#quiet = setTimeout(() => {
      this.#quiet = null
      this.proceed()
    }, QUIET_MS)
    this.#quiet.unref()
  }

  /** Continues after a change: a sandbox was made, taken or released. */
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
    // A sandbox taken meanwhile already has its program.
    if (failure !== null && candidates().some((one) => one.sandbox === sandbox)) {
      log.warn({ language: sandbox.shape.packId, failure }, "can't prepare a runtime")
    }
    this.proceed()
  }
}

function late(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  setTimeout(() => resolve(`It was not ready after ${PREPARED_WITHIN_MS / 1000} s.`), PREPARED_WITHIN_MS).unref()
  return promise
}
