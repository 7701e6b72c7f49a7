import type { RunEvent, RunRequest, RunSummary, Started, Webhook } from '@sandrun/shared'
import type { Principal } from '../model/principal.ts'
import type { Retention } from '../model/retention.ts'
import type { Page } from '../model/page.ts'
import type { WebhookOutbox } from './webhook-outbox.ts'

/** Identifies a repeated request: the caller's key, and a digest of the request. */
export interface Idempotency {
  key: string
  fingerprint: string
}

/** A job that was requested under a key. */
export interface KeyedJob {
  id: string
  fingerprint: string
}

/** What an adapter of another system's API must know about its job to answer in that API. */
export interface AdapterNote {
  /** The adapter's name: an adapter sees only its own jobs. */
  adapter: string
  /** Only the adapter reads and writes it; small, since it is kept as long as the job. */
  text: string
}

export interface NewJob {
  id: string
  principal: Principal
  /** RFC 3339, UTC. */
  createdAt: string
  /** The language's id. */
  language: string
  request: RunRequest
  idempotency: Idempotency | null
  webhook: Webhook | null
  /** Null for a job of the native API. */
  note: AdapterNote | null
}

/** A job that has not started, and its principal's id. */
export type WaitingJob = Pick<NewJob, 'id' | 'createdAt' | 'language' | 'note'> & { principal: string }

/** A job whose program has begun. */
export interface StartedJob extends Omit<WaitingJob, 'principal'> {
  principal: Principal
  /** RFC 3339, UTC. */
  startedAt: string
  started: Omit<Started, 'type'>
  /** Its run's id in the queue of the cluster. */
  attempt: string
}

/** The program to run, and its principal. */
export type JobOrder = Pick<NewJob, 'principal' | 'request'>

/** A job that has ended, with its events; the last one is `exit` or `error`. */
export interface EndedJob {
  summary: RunSummary
  note: AdapterNote | null
  events: RunEvent[]
}

/** A job that another process has, and that has not ended. */
export type CurrentJob = Pick<EndedJob, 'summary' | 'note'>

/**
 * Keeps jobs across restarts. A finished write survives anything that happens to the process or the machine. A process
 * has the jobs it adds, until they end or the process is gone; several processes may share a store.
 */
export interface JobStore extends Disposable {
  readonly webhooks: WebhookOutbox

  /** Adds a job; or returns the job that its principal requested under the same key. */
  add(job: NewJob): Promise<KeyedJob | null>

  /** The job that a principal requested under this key. */
  findByKey(principal: string, key: string): Promise<KeyedJob | null>

  /** The order, or null when this process has no such waiting job. */
  order(id: string): Promise<JobOrder | null>

  /**
   * Notes that the program begins, and deletes its source. Rejects when it began before: a job starts only once.
   * `attempt` is its run's id in the queue of a cluster, which lets it begin once: the same attempt may ask again.
   */
  start(id: string, started: Omit<Started, 'type'>, attempt?: string): Promise<void>

  /** Stores how it ended. False when this process no longer has the job: what another stores counts. */
  end(id: string, events: readonly RunEvent[]): Promise<boolean>

  /**
   * The started jobs of processes that are gone, which this process has from now on. None where the programs of a
   * process end with it: `endLost` ends their jobs.
   */
  takeOverStarted(): Promise<StartedJob[]>

  /** Ends started jobs whose process is gone, so that they can't end themselves. Returns their number. */
  endLost(): Promise<number>

  /**
   * The waiting jobs of this process that it may not know of: those of processes that are gone, which it takes over
   * (perhaps some now, and others at the next call), and any others. The oldest first.
   */
  waiting(): Promise<WaitingJob[]>

  /** Bytes of the waiting jobs: those of this principal, and of all. */
  waitingBytes(principal: string): Promise<{ own: number; all: number }>

  find(principal: string, id: string): Promise<EndedJob | null>

  /** A job that another process has, and that has not ended. */
  findCurrent(principal: string, id: string): Promise<CurrentJob | null>

  /** Asks the process that has the job to cancel it. */
  requestCancel(principal: string, id: string): Promise<void>

  /** The jobs of this process that another one wants to be cancelled. */
  toCancel(): Promise<string[]>

  /**
   * Ended jobs and current ones of other processes, newest first, plus one more if the page is not the last; only the
   * adapter's if one is named.
   */
  list(principal: string, page: Page, adapter?: string): Promise<RunSummary[]>

  /** Forgets an ended job. False when the principal has no job with that id. */
  forget(principal: string, id: string): Promise<boolean>

  /** Forgets ended jobs beyond the retention. */
  prune(retention: Retention): Promise<void>
}
