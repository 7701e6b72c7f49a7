import { type RunList, type RunResult, SandrunError, toSandrunError } from '@sandrun/shared'
import type { JobStore } from '../../ports/job-store.ts'
import { EndedRuns } from '../../run-log/ended-runs.ts'
import { ForeignJob } from './foreign-job.ts'
import { KeptRun } from './kept-run.ts'
import type { KnownRun } from './known-run.ts'
import { type Page, pageOf } from '../../model/page.ts'
import type { RecordedRun } from './recorded-run.ts'

/** Current runs, and those that ended a moment ago. */
export class RunRecords {
  readonly #store: JobStore
  readonly #runs = new Map<string, RecordedRun>()
  readonly #ended = new EndedRuns((id) => this.#runs.delete(id))

  /** `store`: holds the jobs that ended earlier, and those of other processes. */
  constructor(store: JobStore) {
    this.#store = store
  }

  /** Adds a current run. */
  add(run: RecordedRun): void {
    this.#runs.set(run.identity.id, run)
  }

  /** Adds a current run, and records its end. */
  follow(run: RecordedRun, finished: Promise<RunResult>): void {
    this.add(run)
    finished.then(
      (result) => {
        run.ended(result)
        this.retain(run)
      },
      (error: unknown) => {
        run.failed(toSandrunError(error))
        this.retain(run)
      },
    )
  }

  /** Another process has the job now. */
  drop(run: RecordedRun): void {
    if (this.#runs.get(run.identity.id) === run) this.#runs.delete(run.identity.id)
  }

  /** The run has ended: keeps it for a while. */
  retain(run: RecordedRun): void {
    this.#ended.add(run.identity.id, run.size)
  }

  /** Rejects with `not-found` for a run that is gone, never existed, or is another principal's. */
  async find(principal: string, id: string): Promise<KnownRun> {
    const run = this.#runs.get(id)
    if (run?.identity.principal === principal) return run
    const current = await this.#store.findCurrent(principal, id)
    if (current !== null) return new ForeignJob(this.#store, principal, current)
    const job = await this.#store.find(principal, id)
    if (job !== null) return new KeptRun(job)
    throw new SandrunError('not-found', 'Unknown run.', {
      hint: 'The service keeps a run for two minutes after its end, and a job (?wait=false) for longer.',
    })
  }

  /** The principal's runs, newest first; only one adapter's if it is named. */
  async list(principal: string, page: Page, adapter?: string): Promise<RunList> {
    const stored = await this.#store.list(principal, page, adapter)
    const own = [...this.#runs.values()].filter(
      ({ identity, note }) => identity.principal === principal && (adapter === undefined || note?.adapter === adapter),
    )
    const here = new Set(own.map(({ identity }) => identity.id))
    const kept = stored.filter(({ id }) => !here.has(id))
    return pageOf([...own.map((run) => run.summary()), ...kept], page)
  }

  /** Forgets a principal's ended job. False when there is none with that id. */
  async forget(principal: string, id: string): Promise<boolean> {
    const forgotten = await this.#store.forget(principal, id)
    if (forgotten) this.#ended.delete(id)
    return forgotten
  }

  /** Forgets everything. */
  close(): void {
    this.#ended.clear()
  }
}
