import type { RecordedRun } from '../records/recorded-run.ts'

export interface JobQueueLimits {
  /** The most active jobs. */
  total: number
  perPrincipal: number
}

/** Waiting jobs, and the places for active ones: all, free and taken. */
export interface JobLoad {
  size: number
  available: number
  idle: number
  working: number
}

interface Lane {
  waiting: RecordedRun[]
  underWay: number
}

/** Jobs that wait for the scheduler: principals take turns, so a thousand jobs of one delay nobody. */
export class JobQueue {
  readonly #limits: JobQueueLimits
  /** The principal whose turn is next comes first. */
  readonly #lanes = new Map<string, Lane>()
  #underWay = 0
  #size = 0

  constructor(limits: JobQueueLimits) {
    this.#limits = limits
  }

  /** The number of waiting jobs. */
  get size(): number {
    return this.#size
  }

  load(): JobLoad {
    const { total } = this.#limits
    return { size: this.#size, available: total, idle: total - this.#underWay, working: this.#underWay }
  }

  push(job: RecordedRun): void {
    const { principal } = job.identity
    const lane = this.#lanes.get(principal) ?? { waiting: [], underWay: 0 }
    this.#lanes.set(principal, lane)
    lane.waiting.push(job)
    this.#size++
  }

  /** The next job that may go, which is active until `done`. Null when none may. */
  take(): RecordedRun | null {
    if (this.#underWay >= this.#limits.total) return null
    for (const [principal, lane] of this.#lanes) {
      if (lane.underWay >= this.#limits.perPrincipal) continue
      const job = lane.waiting.shift()
      if (job === undefined) continue
      this.#lanes.delete(principal)
      this.#lanes.set(principal, lane)
      return this.#begin(job, lane)
    }
    return null
  }

  /** Removes a waiting job. Returns false when it is not waiting. */
  withdraw(job: RecordedRun): boolean {
    const lane = this.#lanes.get(job.identity.principal)
    const at = lane?.waiting.indexOf(job) ?? -1
    if (lane === undefined || at === -1) return false
    lane.waiting.splice(at, 1)
    this.#begin(job, lane)
    return true
  }

  done({ identity: { principal } }: RecordedRun): void {
    const lane = this.#lanes.get(principal)
    if (lane === undefined) return
    this.#underWay--
    lane.underWay--
    if (lane.underWay === 0 && lane.waiting.length === 0) this.#lanes.delete(principal)
  }

  #begin(job: RecordedRun, lane: Lane): RecordedRun {
    this.#size--
    this.#underWay++
    lane.underWay++
    return job
  }
}
