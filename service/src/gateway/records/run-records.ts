import {
  type RunList,
  type RunRecord,
  type RunResult,
  type RunSummary,
  SandrunError,
  toSandrunError,
} from '@sandrun/shared'
import type { JobStore } from '../../ports/job-store.ts'
import { NO_OTHER_GATEWAYS, type OtherGateways } from '../../ports/other-gateways.ts'
import { EndedRuns } from '../../run-log/ended-runs.ts'
import { ForeignJob } from './foreign-job.ts'
import { ForeignRun } from './foreign-run.ts'
import { KeptRun } from './kept-run.ts'
import type { FoundRun, KnownRun } from './known-run.ts'
import { type Page, pageOf } from '../../model/page.ts'
import type { RecordedRun } from './recorded-run.ts'

/** Current runs, and those that ended a moment ago. */
export class RunRecords {
  readonly #store: JobStore
  readonly #gateways: OtherGateways
  readonly #runs = new Map<string, RecordedRun>()
  readonly #ended = new EndedRuns((id) => this.#runs.delete(id))
  /** The last question of each principal about another gateway's run. */
  readonly #asking = new Map<string, Promise<void>>()

  /** `store`: holds the jobs that ended earlier, and those of other processes. `gateways` may have other runs. */
  constructor(store: JobStore, gateways: OtherGateways = NO_OTHER_GATEWAYS) {
    this.#store = store
    this.#gateways = gateways
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

  /** The principal's run of this process; null if there is none. */
  findOwn(principal: string, id: string): RecordedRun | null {
    const run = this.#runs.get(id)
    return run?.identity.principal === principal ? run : null
  }

  /**
   * A run of this process, or a job. Rejects with `not-found` for one that is gone, never existed, or is another
   * principal's.
   */
  async find(principal: string, id: string): Promise<KnownRun> {
    const run = await this.#find(principal, id)
    if (run !== null) return run
    throw gone()
  }

  /** The same, also a run of another gateway. */
  async findAnywhere(principal: string, id: string): Promise<FoundRun> {
    const run = await this.#find(principal, id)
    if (run !== null) return run
    const record = await this.#askForRecord(principal, id)
    if (record !== null) return new ForeignRun(this.#gateways, { principal, run: id }, record)
    throw gone()
  }

  /** Asks for one at a time for each principal: a record may be large, and is in memory and in Redis meanwhile. */
  async #askForRecord(principal: string, id: string): Promise<RunRecord | null> {
    const before = this.#asking.get(principal)
    const asked = Promise.resolve(before).then(() => this.#gateways.askAll({ type: 'find', principal, run: id }))
    const over = asked.then(
      () => {},
      () => {},
    )
    this.#asking.set(principal, over)
    try {
      const answers = await asked
      return answers.flatMap(({ answer }) => (answer.type === 'run' ? answer.record : []))[0] ?? null
    } finally {
      if (this.#asking.get(principal) === over) this.#asking.delete(principal)
    }
  }

  async #find(principal: string, id: string): Promise<KnownRun | null> {
    const run = this.findOwn(principal, id)
    if (run !== null) return run
    const [store, gateways] = [this.#store, this.#gateways]
    const current = await store.findCurrent(principal, id)
    if (current !== null) return new ForeignJob({ store, gateways }, principal, current)
    const job = await store.find(principal, id)
    return job === null ? null : new KeptRun(job)
  }

  /** The principal's runs of this process: those of a page, newest first, plus one more if it is not the last. */
  listOwn(principal: string, page: Page, adapter?: string): RunSummary[] {
    const own = [...this.#runs.values()].filter(
      ({ identity, note }) => identity.principal === principal && (adapter === undefined || note?.adapter === adapter),
    )
    const summaries = own.map((run) => run.summary())
    return pageOf(summaries, { ...page, limit: page.limit + 1 }).runs
  }

  /** The principal's runs, newest first; only one adapter's if it is named. */
  async list(principal: string, page: Page, adapter?: string): Promise<RunList> {
    const stored = this.#store.list(principal, page, adapter)
    const question = { type: 'list', principal, page, ...(adapter !== undefined && { adapter }) } as const
    const [jobs, answers] = await Promise.all([stored, this.#gateways.askAll(question)])
    const elsewhere = answers.flatMap(({ answer }) => (answer.type === 'runs' ? answer.runs : []))
    // A job is known to the store and to the process that has it, which knows more of it.
    const known = new Map<string, RunSummary>()
    for (const one of [...jobs, ...elsewhere, ...this.listOwn(principal, page, adapter)]) known.set(one.id, one)
    return pageOf([...known.values()], page)
  }

  /** Forgets a principal's ended job. False when there is none with that id. */
  async forget(principal: string, id: string): Promise<boolean> {
    const forgotten = await this.#store.forget(principal, id)
    if (!forgotten) return false
    this.forgetOwn(id)
    await this.#gateways.askAll({ type: 'forget', principal, run: id })
    return true
  }

  /** Another process has forgotten the ended job. */
  forgetOwn(id: string): void {
    this.#ended.delete(id)
  }

  /** Forgets everything. */
  close(): void {
    this.#ended.clear()
  }
}

function gone(): SandrunError {
  return new SandrunError('not-found', 'Unknown run.', {
    hint: 'The service keeps a run for two minutes after its end, and a job (?wait=false) for longer.',
  })
}
