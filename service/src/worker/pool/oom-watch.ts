import { setTimeout as delay } from 'node:timers/promises'
import { LABELS } from '../../model/labels.ts'
import type { SandboxEngine } from '../../ports/sandbox-engine.ts'

/** How long to wait after Docker's stream of events has ended. */
const RETRY_MS = 1000

/**
 * Remembers in which of the service's containers the kernel's OOM killer ended a process. A killed agent can't report
 * it, and a removed container can't be asked. Follows Docker through its restarts.
 */
export class OomWatch implements Disposable {
  readonly #engine: Pick<SandboxEngine, 'watchOom'>
  readonly #owner: string
  readonly #killed = new Set<string>()
  readonly #closing = new AbortController()
  readonly #wait: typeof delay

  /** `wait`: like `setTimeout` of `node:timers/promises`. */
  constructor(engine: Pick<SandboxEngine, 'watchOom'>, owner: string, wait = delay) {
    this.#engine = engine
    this.#owner = owner
    this.#wait = wait
    void this.#follow()
  }

  wasOomKilled(containerId: string): boolean {
    return this.#killed.has(containerId)
  }

  /** The container is removed: nothing will ask for it again. */
  forget(containerId: string): void {
    this.#killed.delete(containerId)
  }

  [Symbol.dispose](): void {
    this.#closing.abort()
  }

  async #follow(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      // While Docker does not answer, there is nothing to watch; the next turn tries again.
      await this.#engine.watchOom({ [LABELS.owner]: this.#owner }, (id) => this.#killed.add(id), signal).catch(() => {})
      await this.#wait(RETRY_MS, undefined, { signal, ref: false }).catch(() => {})
    }
  }
}
