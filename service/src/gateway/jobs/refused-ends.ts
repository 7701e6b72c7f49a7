import { setTimeout as delay } from 'node:timers/promises'
import type { RunEvent } from '@sandrun/shared'
import type { FastifyBaseLogger } from 'fastify'
import type { JobStore } from '../../ports/job-store.ts'
import { pauses, type Wait } from './pauses.ts'

/** The most ends to hold in memory: each may be megabytes long. Those beyond are lost with the process. */
const MOST = 100

interface RefusedEndsDependencies {
  store: Pick<JobStore, 'end'>
  /** Called when an end is stored after all. */
  stored: () => void
  log: FastifyBaseLogger
  wait?: Wait | undefined
}

/** The ends of jobs that the store refused, because its disk or memory was full: it is asked again until it takes them. */
export class RefusedEnds {
  readonly #dependencies: RefusedEndsDependencies
  readonly #closing: AbortSignal
  readonly #ends = new Map<string, () => readonly RunEvent[]>()
  #isTrying = false

  /** `closing`: aborts when no more ends will be stored. */
  constructor(dependencies: RefusedEndsDependencies, closing: AbortSignal) {
    this.#dependencies = dependencies
    this.#closing = closing
  }

  /** `events` are the job's, with its end. */
  add(id: string, events: () => readonly RunEvent[]): void {
    if (this.#ends.size >= MOST) {
      this.#dependencies.log.error({ job: id }, 'too many ends of jobs wait for the store; this one is lost')
      return
    }
    this.#ends.set(id, events)
    if (!this.#isTrying) void this.#tryAgain()
  }

  /** Never rejects. */
  async #tryAgain(): Promise<void> {
    this.#isTrying = true
    const { wait = delay } = this.#dependencies
    for (const pause of pauses()) {
      await wait(pause, undefined, { signal: this.#closing }).catch(() => {})
      if (this.#closing.aborted) break
      await this.#storeAll()
      if (this.#ends.size === 0) break
    }
    this.#isTrying = false
  }

  async #storeAll(): Promise<void> {
    const { store, stored, log } = this.#dependencies
    for (const [id, events] of this.#ends) {
      try {
        await store.end(id, events())
      } catch (error) {
        // The store may refuse this one only, which is too large.
        log.warn({ job: id, err: error }, "still can't store the end of a job")
        continue
      }
      this.#ends.delete(id)
      stored()
    }
  }
}
