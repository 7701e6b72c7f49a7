import type { FastifyBaseLogger } from 'fastify'
import { type Candidate, nextPreparation, type Preparable } from './preparation-order.ts'
import type { Sandbox } from './sandbox.ts'

export interface PreparationsOptions {
  /** The most memory for all prepared runtimes together, in MiB. */
  maxMb: number
  /** The languages that should have a prepared runtime, the most recently used first. */
  languages: () => Preparable[]
  /** Removes a sandbox whose runtime must give way. */
  giveUp: (sandbox: Sandbox) => void
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
    const { maxMb, languages, giveUp, isHeld } = this.#options
    if (this.#preparing || isHeld()) return
    const next = nextPreparation(languages(), maxMb, ({ phase }) => phase === 'run' || this.#quiet === null)
    if (next === null) return
    next.givers.forEach(giveUp)
    void this.#prepare(next.candidate)
  }

  async #prepare({ sandbox, runtime }: Candidate): Promise<void> {
    const { languages, log } = this.#options
    this.#preparing = true
    const failure = await Promise.race([sandbox.prepare(runtime), late()])
    this.#preparing = false
    // A sandbox taken meanwhile already has its program.
    if (failure !== null && languages().some(({ warm }) => warm.includes(sandbox))) {
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
