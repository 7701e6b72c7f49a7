import { type SandrunError, toSandrunError } from '@sandrun/shared'
import type { EngineInfo, SandboxEngine } from '../ports/sandbox-engine.ts'

/** How often to ask for the engine's state, in milliseconds. */
const ASK_EVERY_MS = 2000

/** Watches the engine's state, so that requests for the service's health or languages never reach the engine. */
export class EngineWatch implements AsyncDisposable {
  readonly #engine: Pick<SandboxEngine, 'info'>
  readonly #refresh: () => Promise<void>
  readonly #timer: NodeJS.Timeout
  #info: EngineInfo | null = null
  #error: SandrunError | null = null
  /** The question without an answer yet. */
  #asked: Promise<void> | null = null
  #closed = false

  /** `refresh` checks what else may have changed. */
  constructor(engine: Pick<SandboxEngine, 'info'>, refresh: () => Promise<void>) {
    this.#engine = engine
    this.#refresh = refresh
    this.#timer = setInterval(() => void this.ask(), ASK_EVERY_MS).unref()
  }

  /** The engine's last answer; throws the SandrunError when the engine was not reachable. */
  async info(): Promise<EngineInfo> {
    if (this.#info === null && this.#error === null) await this.ask()
    if (this.#error !== null) throw this.#error
    if (this.#info === null) throw new Error('The container engine gave no answer.')
    return this.#info
  }

  /** Asks now, unless an answer is still awaited; never throws. */
  async ask(): Promise<void> {
    if (this.#closed) return
    this.#asked ??= this.#ask().finally(() => (this.#asked = null))
    await this.#asked
  }

  /** Waits for the question that was asked: what follows its answer may act on the engine. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    clearInterval(this.#timer)
    await this.#asked
  }

  async #ask(): Promise<void> {
    try {
      this.#info = await this.#engine.info()
      if (!this.#closed) await this.#refresh()
      this.#error = null
    } catch (error) {
      this.#error = toSandrunError(error)
    }
  }
}
