import { SandrunError } from '@sandrun/shared'
import { OVERHEAD_MB } from '../../model/capacity.ts'
import { FairQueue } from './fair-queue.ts'
import type { Demand, Scheduler, Slot, SpareSlot } from '../../ports/scheduler.ts'

export interface LocalSchedulerOptions {
  /** Memory that all runs together may reserve, in MiB. */
  memoryMb: number
  maxRunning: number
  maxQueued: number
  /** The most sandboxes at once before no more are spare: one for each processor. */
  cpus: number
}

interface WaitingRun extends Demand {
  since: number
  position: number
  onPosition: (position: number) => void
  admitted: PromiseWithResolvers<Slot>
}

/** The weight of the latest run in the average time that a place is taken. */
const SMOOTHING = 0.2

/** Bounds of the retry time that clients are given, in seconds. */
const SHORTEST_RETRY_S = 1
const LONGEST_RETRY_S = 60

/** Serves principals in turn, within one process. */
export class LocalScheduler implements Scheduler {
  readonly #options: LocalSchedulerOptions
  readonly #queue = new FairQueue<WaitingRun>()
  /** The number of running runs of each owner. */
  readonly #runningOf = new Map<string, number>()
  /** The owner of each spare slot, which gives way to a run that waits. */
  readonly #spares: string[] = []
  #reservedMb = 0
  #running = 0
  #meanMs = 1000
  #closed = false

  constructor(options: LocalSchedulerOptions) {
    this.#options = options
  }

  get running(): number {
    return this.#running
  }

  get waiting(): number {
    return this.#queue.size
  }

  get reservedMb(): number {
    return this.#reservedMb
  }

  async admit(demand: Demand, onPosition: (position: number) => void, signal: AbortSignal): Promise<Slot> {
    signal.throwIfAborted()
    if (this.#closed) throw shuttingDown()
    if (demand.memoryMb + OVERHEAD_MB > this.#options.memoryMb) {
      throw new SandrunError(
        'limit-too-high',
        `A run with ${demand.memoryMb} MB needs more memory than this machine has for runs.`,
      )
    }
    const admitted = Promise.withResolvers<Slot>()
    const run: WaitingRun = { ...demand, since: performance.now(), position: 0, onPosition, admitted }
    this.#queue.push(run)
    this.#startNext()
    this.#refuseTooMany(run)
    this.#announce()
    const leave = (): void => this.#refuse(run, signal.reason)
    signal.addEventListener('abort', leave, { once: true })
    try {
      return await admitted.promise
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  spare(demand: Demand): SpareSlot | null {
    const isWanted = (): boolean => this.#queue.size > 0 || this.#running > this.#options.cpus
    const isFree = !this.#closed && !isWanted() && this.#running < this.#options.cpus
    if (!isFree || this.#roomOf(demand) <= 0 || !this.#fits(demand)) return null
    const slot = this.#reserve(demand, performance.now())
    this.#spares.push(demand.owner)
    let held = true
    const dispose = (): void => {
      if (held) this.#spares.splice(this.#spares.indexOf(demand.owner), 1)
      held = false
      slot[Symbol.dispose]()
    }
    return {
      get isWanted() {
        return isWanted()
      },
      [Symbol.dispose]: dispose,
    }
  }

  close(): void {
    this.#closed = true
    for (const run of this.#queue.order(this.#roomOf)) this.#refuse(run, shuttingDown())
  }

  /** How many more runs the owner of a demand may start. */
  readonly #roomOf = ({ owner, caps }: Demand): number => caps.running - (this.#runningOf.get(owner) ?? 0)

  #fits({ memoryMb }: Demand): boolean {
    const { maxRunning, memoryMb: capacityMb } = this.#options
    return this.#running < maxRunning && this.#reservedMb + memoryMb + OVERHEAD_MB <= capacityMb
  }

  /** Refuses a run that could not start and exceeds a limit of the queue. */
  #refuseTooMany(run: WaitingRun): void {
    const { maxQueued } = this.#options
    const { owner, caps } = run
    const ownSpares = this.#spares.filter((one) => one === owner).length
    if (this.#queue.countOf(owner) > caps.queued + ownSpares) {
      const message = `You already have ${caps.queued} queued runs, your limit.`
      this.#refuse(run, new SandrunError('cap-reached', message, { retryAfter: this.#retryAfter() }))
    } else if (this.#queue.size > maxQueued + this.#spares.length) {
      const message = `The queue is full: ${maxQueued} runs are waiting.`
      this.#refuse(run, new SandrunError('queue-full', message, { retryAfter: this.#retryAfter() }))
    }
  }

  /** The next run waits until it fits: smaller runs that overtake a large one could do so forever. */
  #startNext(): void {
    if (this.#closed) return
    for (let run = this.#queue.next(this.#roomOf); run !== null; run = this.#queue.next(this.#roomOf)) {
      if (!this.#fits(run)) return
      this.#queue.take(run)
      run.admitted.resolve(this.#reserve(run, run.since))
    }
  }

  #reserve({ owner, memoryMb }: Demand, since: number): Slot {
    const startedAt = performance.now()
    this.#count(owner, memoryMb + OVERHEAD_MB, 1)
    let held = true
    return {
      queuedMs: startedAt - since,
      [Symbol.dispose]: () => {
        if (!held) return
        held = false
        this.#count(owner, -memoryMb - OVERHEAD_MB, -1)
        this.#meanMs += (performance.now() - startedAt - this.#meanMs) * SMOOTHING
        this.#startNext()
        this.#announce()
      },
    }
  }

  #count(owner: string, reservedMb: number, runs: 1 | -1): void {
    this.#running += runs
    this.#reservedMb += reservedMb
    const own = (this.#runningOf.get(owner) ?? 0) + runs
    if (own === 0) this.#runningOf.delete(owner)
    else this.#runningOf.set(owner, own)
  }

  #refuse(run: WaitingRun, reason: unknown): void {
    if (!this.#queue.remove(run)) return
    run.admitted.reject(reason)
    this.#startNext()
    this.#announce()
  }

  /** An estimate of when the next place is free. */
  #retryAfter(): number {
    const seconds = Math.ceil(this.#meanMs / Math.max(1, this.#running) / 1000)
    return Math.min(Math.max(seconds, SHORTEST_RETRY_S), LONGEST_RETRY_S)
  }

  #announce(): void {
    for (const [index, run] of this.#queue.order(this.#roomOf).entries()) {
      if (run.position === index + 1) continue
      run.position = index + 1
      run.onPosition(index + 1)
    }
  }
}

function shuttingDown(): SandrunError {
  return new SandrunError('shutting-down', 'The service is shutting down.')
}
