import type { FastifyBaseLogger } from 'fastify'
import type { Sandbox } from './sandbox.ts'

/** Sandboxes that are being destroyed. */
export class Removals {
  readonly #log: FastifyBaseLogger
  readonly #removals = new Set<Promise<void>>()

  constructor(log: FastifyBaseLogger) {
    this.#log = log
  }

  /**
   * Destroys a sandbox; resolves when its place is free, and never throws. A container that can't be removed now has
   * lost its stream, so its agent leaves and the engine removes it.
   */
  async add(sandbox: Sandbox): Promise<void> {
    const removal = sandbox.destroy().catch((error: unknown) => {
      this.#log.warn({ err: error, container: sandbox.id }, "can't remove a sandbox")
    })
    this.#removals.add(removal)
    await removal
    this.#removals.delete(removal)
  }

  async settled(): Promise<void> {
    await Promise.all(this.#removals)
  }
}
