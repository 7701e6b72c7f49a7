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

interface PrincipalJobs {
  waiting: RecordedRun[]
  underWay: number
}

/** Jobs that wait for the scheduler: principals take turns, so a thousand jobs of one delay no other. */
export class JobQueue {
  readonly #limits: JobQueueLimits
  /** The principal whose turn is next comes first. */
  readonly #principals = new Map<string, PrincipalJobs>()
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
    const jobs = this.#principals.get(principal) ?? { waiting: [], underWay: 0 }
    this.#principals.set(principal, jobs)
    jobs.waiting.push(job)
    this.#size++
  }

  /** The next job that may go, which is active until `done`. Null when none may. */
  take(): RecordedRun | null {
    if (this.#underWay >= this.#limits.total) return null
    for (const [principal, jobs] of this.#principals) {
      if (jobs.underWay >= this.#limits.perPrincipal) continue
      const job = jobs.waiting.shift()
      if (job === undefined) continue
      this.#principals.delete(principal)
      this.#principals.set(principal, jobs)
      return this.#begin(job, jobs)
    }
    return null
  }

  /** Removes a waiting job. Returns false when it is not waiting. */
  withdraw(job: RecordedRun): boolean {
    const jobs = this.#principals.get(job.identity.principal)
    const at = jobs?.waiting.indexOf(job) ?? -1
    if (jobs === undefined || at === -1) return false
    jobs.waiting.splice(at, 1)
    this.#begin(job, jobs)
    return true
  }

  done({ identity: { principal } }: RecordedRun): void {
    const jobs = this.#principals.get(principal)
    if (jobs === undefined) return
    this.#underWay--
    jobs.underWay--
    if (jobs.underWay === 0 && jobs.waiting.length === 0) this.#principals.delete(principal)
  }

  #begin(job: RecordedRun, jobs: PrincipalJobs): RecordedRun {
    this.#size--
    this.#underWay++
    jobs.underWay++
    return job
  }
}
