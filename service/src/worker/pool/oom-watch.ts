import { setTimeout as delay } from 'node:timers/promises'
import { LABELS } from '../../model/labels.ts'
import type { SandboxEngine } from '../../ports/sandbox-engine.ts'

/** How long to leave Docker alone after its stream of events has ended. */
const RETRY_MS = 1000

/**
 * Remembers in which of our containers the kernel's OOM killer struck. An agent that was killed itself can't say so,
 * and a container that removes itself can't be asked afterwards. Follows Docker through its restarts.
 */
export class OomWatch implements Disposable {
  readonly #engine: Pick<SandboxEngine, 'watchOom'>
  readonly #owner: string
  readonly #struck = new Set<string>()
  readonly #closing = new AbortController()
  readonly #wait: typeof delay

  /** `wait`: as `setTimeout` of `node:timers/promises`. */
  constructor(engine: Pick<SandboxEngine, 'watchOom'>, owner: string, wait = delay) {
    this.#engine = engine
    this.#owner = owner
    this.#wait = wait
    void this.#follow()
  }

  wasStruck(containerId: string): boolean {
    return this.#struck.has(containerId)
  }

  /** The container is gone for good: nobody will ask again. */
  forget(containerId: string): void {
    this.#struck.delete(containerId)
  }

  [Symbol.dispose](): void {
    this.#closing.abort()
  }

  async #follow(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      // While Docker is away there is nothing to watch; the next turn asks again.
      await this.#engine.watchOom({ [LABELS.owner]: this.#owner }, (id) => this.#struck.add(id), signal).catch(() => {})
      await this.#wait(RETRY_MS, undefined, { signal, ref: false }).catch(() => {})
    }
  }
}
