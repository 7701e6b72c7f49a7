import type { RunRequest, Webhook } from '@sandrun/shared'
import { pino } from 'pino'
import { Jobs } from '../../src/gateway/jobs/jobs.ts'
import type { KnownRun } from '../../src/gateway/records/known-run.ts'
import type { RunRecords } from '../../src/gateway/records/run-records.ts'
import { AddressGuard } from '../../src/gateway/webhooks/address-guard.ts'
import { WebhookSender } from '../../src/gateway/webhooks/webhook-sender.ts'
import { globalDelay } from './global-delay.ts'
import { jobsIn, openMemory } from './memory-jobs.ts'
import { PlayedHost, type PlayedRun } from './played-host.ts'
import { submitTo } from './played-submit.ts'
import { principal } from './principal.ts'

export const SMALL_JOB: RunRequest = { language: 'sh', code: 'true' }

export const idOf = (job: KnownRun): string => job.summary().id

/** Jobs of one process after another on one store, whose runs are a test's to play. */
export class PlayedJobs {
  readonly store = jobsIn(openMemory())
  readonly lines: string[] = []
  host = new PlayedHost()
  #open = this.#begin({})

  get records(): RunRecords {
    return this.#open.records
  }

  /** Another process takes over: the one before has closed. */
  open(limits: { maxWaiting?: number; bytes?: number; principalBytes?: number } = {}): void {
    this.host = new PlayedHost()
    this.#open = this.#begin(limits)
  }

  accept(change: { request?: RunRequest; owner?: string; key?: string; webhook?: Webhook } = {}): Promise<KnownRun> {
    const { request = SMALL_JOB, owner = 'ada', key = null, webhook = null } = change
    return this.#open.jobs.accept({ request, principal: principal(owner), key, webhook })
  }

  /** Ids of the jobs that wait in the store. */
  waiting(): string[] {
    return this.store.waiting().map(({ id }) => id)
  }

  /** The last attempt at a job. */
  runOf(job: KnownRun): PlayedRun | undefined {
    return this.host.runs.findLast(({ id }) => id === idOf(job))
  }

  /** The process ends: its worker cancels what runs. */
  async close(): Promise<void> {
    const closed = this.#open.jobs.close()
    for (const run of this.host.runs) run.cancel()
    await closed
  }

  #begin({ maxWaiting = 1000, bytes = 1e9, principalBytes = 1e9 }): { jobs: Jobs; records: RunRecords } {
    const { store } = this
    const { runs, records } = submitTo(this.host, store)
    const log = pino({ level: 'debug' }, { write: (line) => void this.lines.push(line) })
    const guard = new AddressGuard([])
    const sender = new WebhookSender({ store, guard, retryMs: 1000, log })
    const retention = { count: 1000, age: 1e9, bytes, principalBytes }
    return {
      jobs: new Jobs({ store, runs, records, guard, sender, maxWaiting, retention, log, wait: globalDelay }),
      records,
    }
  }
}
