import { SandrunError } from '@sandrun/shared'
import type { Demand, Scheduler, Slot } from './port.ts'

/** What a sandbox costs beyond its own limit: the agent, the container's shim, the kernel's bookkeeping. */
const OVERHEAD_MB = 15

export interface LocalSchedulerOptions {
  /** Memory that all runs together may reserve, in MiB. */
  memoryMb: number
  maxRunning: number
  maxQueued: number
}

interface Waiting {
  demandMb: number
  since: number
  position: number
  onPosition: (position: number) => void
  admitted: PromiseWithResolvers<Slot>
}

/** First come, first served, within one process. */
export class LocalScheduler implements Scheduler {
  readonly #options: LocalSchedulerOptions
  readonly #queue: Waiting[] = []
  #reservedMb = 0
  #running = 0
  #closed = false

  constructor(options: LocalSchedulerOptions) {
    this.#options = options
  }

  async admit({ memoryMb }: Demand, onPosition: (position: number) => void, signal: AbortSignal): Promise<Slot> {
    signal.throwIfAborted()
    if (this.#closed) throw shuttingDown()
    const demandMb = memoryMb + OVERHEAD_MB
    if (demandMb > this.#options.memoryMb) {
      throw new SandrunError('limit-too-high', `A run of ${memoryMb} MB does not fit on this machine at all.`)
    }
    const since = performance.now()
    if (this.#queue.length === 0 && this.#fits(demandMb)) return this.#reserve(demandMb, since)
    if (this.#queue.length >= this.#options.maxQueued) {
      throw new SandrunError('queue-full', `${this.#queue.length} runs are waiting already.`)
    }
    const waiting: Waiting = { demandMb, since, position: 0, onPosition, admitted: Promise.withResolvers() }
    this.#queue.push(waiting)
    this.#announce()
    const leave = (): void => this.#refuse(waiting, signal.reason)
    signal.addEventListener('abort', leave, { once: true })
    try {
      return await waiting.admitted.promise
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  close(): void {
    this.#closed = true
    for (const { admitted } of this.#queue.splice(0)) admitted.reject(shuttingDown())
  }

  #fits(demandMb: number): boolean {
    const { memoryMb, maxRunning } = this.#options
    return this.#running < maxRunning && this.#reservedMb + demandMb <= memoryMb
  }

  #reserve(demandMb: number, since: number): Slot {
    this.#running++
    this.#reservedMb += demandMb
    let held = true
    return {
      queuedMs: performance.now() - since,
      [Symbol.dispose]: () => {
        if (!held) return
        held = false
        this.#running--
        this.#reservedMb -= demandMb
        this.#advance()
      },
    }
  }

  #advance(): void {
    let next = this.#queue[0]
    while (next !== undefined && this.#fits(next.demandMb)) {
      this.#queue.shift()
      next.admitted.resolve(this.#reserve(next.demandMb, next.since))
      next = this.#queue[0]
    }
    this.#announce()
  }

  #refuse(waiting: Waiting, reason: unknown): void {
    const at = this.#queue.indexOf(waiting)
    if (at === -1) return
    this.#queue.splice(at, 1)
    waiting.admitted.reject(reason)
    this.#announce()
  }

  #announce(): void {
    for (const [index, waiting] of this.#queue.entries()) {
      if (waiting.position === index + 1) continue
      waiting.position = index + 1
      waiting.onPosition(index + 1)
    }
  }
}

function shuttingDown(): SandrunError {
  return new SandrunError('shutting-down', 'The service is shutting down.')
}
