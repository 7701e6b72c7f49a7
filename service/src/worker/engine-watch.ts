import { type SandrunError, toSandrunError } from '@sandrun/shared'
import type { EngineInfo, SandboxEngine } from '../ports/sandbox-engine.ts'

/** How often to ask for the engine's state, in milliseconds. */
const ASK_EVERY_MS = 2000

/** Watches the engine's state, so that requests for the service's health or languages never reach the engine. */
export class EngineWatch implements Disposable {
  readonly #engine: Pick<SandboxEngine, 'info'>
  readonly #refresh: () => Promise<void>
  readonly #timer: NodeJS.Timeout
  #info: EngineInfo | null = null
  #error: SandrunError | null = null
  #asking = false

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
