import type { RunRequest, Webhook } from '@sandrun/shared'
import { pino } from 'pino'
import { Jobs, type JobsDependencies } from '../../src/gateway/jobs/jobs.ts'
import type { SqliteJobs } from '../../src/drivers/sqlite/sqlite-jobs.ts'
import type { KnownRun } from '../../src/gateway/records/known-run.ts'
import type { RunRecords } from '../../src/gateway/records/run-records.ts'
import { AddressGuard } from '../../src/gateway/webhooks/address-guard.ts'
import { WebhookSender } from '../../src/gateway/webhooks/webhook-sender.ts'
import { globalDelay } from './global-delay.ts'
import { jobsIn, openMemory } from './memory-jobs.ts'
import { FakeHost, type FakeRun } from './fake-host.ts'
import { submitTo } from './fake-submit.ts'
import { principal } from './principal.ts'

export const SMALL_JOB: RunRequest = { language: 'sh', code: 'true' }

export const idOf = (job: KnownRun): string => job.summary().id

interface FakeOptions extends Pick<JobsDependencies, 'lookEveryMs'> {
  maxWaiting?: number
  bytes?: number
  principalBytes?: number
}

/** Jobs of successive processes on one store, with runs that a test controls. */
export class FakeJobs {
  readonly store: SqliteJobs
  readonly lines: string[]
  readonly host: FakeHost
  readonly records: RunRecords
  readonly #jobs: Jobs

  private constructor(jobs: Jobs, parts: Pick<FakeJobs, 'store' | 'lines' | 'host' | 'records'>) {
    this.#jobs = jobs
    this.store = parts.store
    this.lines = parts.lines
    this.host = parts.host
    this.records = parts.records
  }

  /** Starts the next process, after the last one has closed. */
  static async open(
    { maxWaiting = 1000, bytes = 1e9, principalBytes = 1e9, ...looks }: FakeOptions = {},
    store = jobsIn(openMemory()),
  ): Promise<FakeJobs> {
    const host = new FakeHost()
    const lines: string[] = []
    const { runs, records } = submitTo(host, { store })
    const log = pino({ level: 'debug' }, { write: (line) => void lines.push(line) })
    const guard = new AddressGuard([])
    const sender = new WebhookSender({ store, guard, retryMs: 1000, log })
    const retention = { count: 1000, age: 1e9, bytes, principalBytes }
    const settings = { store, runs, records, guard, sender, maxWaiting, retention, ...looks, log, wait: globalDelay }
    return new FakeJobs(await Jobs.open(settings), { store, lines, host, records })
  }

  accept(change: { request?: RunRequest; owner?: string; key?: string; webhook?: Webhook } = {}): Promise<KnownRun> {
    const { request = SMALL_JOB, owner = 'ada', key = null, webhook = null } = change
    return this.#jobs.accept({ request, principal: principal(owner), key, webhook })
  }

  /** Ids of the jobs that wait in the store. */
  async waiting(): Promise<string[]> {
    return (await this.store.waiting()).map(({ id }) => id)
  }

  /** The last attempt at a job. */
  runOf(job: KnownRun): FakeRun | undefined {
    return this.host.runs.findLast(({ id }) => id === idOf(job))
  }

  /** Ends the process: its worker cancels what runs. */
  async close(): Promise<void> {
    const closed = this.#jobs.close()
    await this.host.close()
    await closed
  }
}
