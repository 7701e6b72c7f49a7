import { type SandrunError, toSandrunError } from '@sandrun/shared'
import type { EngineInfo, SandboxEngine } from '../ports/sandbox-engine.ts'

/** How often the engine is asked how it is, in milliseconds. */
const ASK_EVERY_MS = 2000

/**
 * Knows how the engine is, so that nobody who asks whether the service is well, or what languages it has, reaches the
 * engine by that.
 */
export class EngineWatch implements Disposable {
  readonly #engine: Pick<SandboxEngine, 'info'>
  readonly #refresh: () => Promise<void>
  readonly #timer: NodeJS.Timeout
  #info: EngineInfo | null = null
  #error: SandrunError | null = null
  #asking = false

  /** `refresh` looks at what else may have changed. */
  constructor(engine: Pick<SandboxEngine, 'info'>, refresh: () => Promise<void>) {
    this.#engine = engine
    this.#refresh = refresh
    this.#timer = setInterval(() => void this.ask(), ASK_EVERY_MS).unref()
  }

  /** What the engine said last; throws the SandrunError of an engine that could not be reached. */
  async info(): Promise<EngineInfo> {
    if (this.#info === null && this.#error === null) await this.ask()
    if (this.#error !== null) throw this.#error
    if (this.#info === null) throw new Error('The container engine gave no answer.')
    return this.#info
  }

  /** Asks now; never throws. While an answer is awaited it is not asked again. */
  async ask(): Promise<void> {
    if (this.#asking) return
    this.#asking = true
    try {
      this.#info = await this.#engine.info()
      await this.#refresh()
      this.#error = null
    } catch (error) {
      this.#error = toSandrunError(error)
    } finally {
      this.#asking = false
    }
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }
}
