import { setTimeout } from 'node:timers/promises'
import type { Contained } from './engine-cgroup.ts'

/** A program runs for longer than this. */
const LOOK_MS = 50

/** A mark: a UUID, and for a case its number. */
const MARK = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.\d)?$/

/**
 * The starts of programs as the kernel shows them, whatever the service says: each program has its own mark as an
 * argument, and a sandbox serves one run.
 */
export class Starts {
  /** By mark, the ids of the containers in which the program was seen. */
  readonly seen = new Map<string, Set<string>>()
  /** How many programs were there at the last look. */
  active = 0
  readonly #contained: () => Promise<Contained[]>
  readonly #watching: Promise<void>
  #open = true

  constructor(contained: () => Promise<Contained[]>) {
    this.#contained = contained
    this.#watching = this.#watch()
  }

  async stop(): Promise<void> {
    this.#open = false
    await this.#watching
  }

  async #watch(): Promise<void> {
    while (this.#open) {
      const active = new Set<string>()
      for (const { container, words } of await this.#contained()) {
        for (const mark of words.filter((word) => MARK.test(word))) {
          const containers = this.seen.get(mark) ?? new Set()
          this.seen.set(mark, containers.add(container))
          active.add(mark)
        }
      }
      this.active = active.size
      await setTimeout(LOOK_MS)
    }
  }
}
