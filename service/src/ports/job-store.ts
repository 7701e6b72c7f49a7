import type { RunEvent, RunRequest, RunSummary, Started, Webhook } from '@sandrun/shared'
import type { Principal } from '../model/principal.ts'
import type { Retention } from '../model/retention.ts'
import type { Page } from '../model/page.ts'
import type { WebhookOutbox } from './webhook-outbox.ts'

/** What makes a repeated request the same one: the caller's key, and a digest of what it asked for. */
export interface Idempotency {
  key: string
  fingerprint: string
}

/** A job that was asked for under a key. */
export interface KeyedJob {
  id: string
  fingerprint: string
}

/** What an adapter of another system's API must know of its job to answer in that API. */
export interface AdapterNote {
  /** The adapter's name: its jobs are its own. */
  adapter: string
  /** Its own to write and to read; small, as it is kept as long as the job. */
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

/** A job that has not started, and the id of whose it is. */
export type WaitingJob = Pick<NewJob, 'id' | 'createdAt' | 'language' | 'note'> & { principal: string }

/** What is to be run, for whom. */
export type JobOrder = Pick<NewJob, 'principal' | 'request'>

/** A job that has ended: what happened to it, the last event being its `exit` or `error`. */
export interface EndedJob {
  summary: RunSummary
  note: AdapterNote | null
  events: RunEvent[]
}

/**
 * Keeps jobs across restarts. What a method has written stays written, whatever happens to the process or the machine
 * afterwards.
 */
export interface JobStore extends Disposable {
  readonly webhooks: WebhookOutbox

  /** Takes a job; or takes none, and gives back the one that its principal has asked for under the same key. */
  add(job: NewJob): Promise<KeyedJob | null>

  /** The job a principal has asked for under this key. */
  findByKey(principal: string, key: string): Promise<KeyedJob | null>

  /** What is to be run, or null when the job is not waiting. */
  order(id: string): Promise<JobOrder | null>

  /** Notes that the program begins. Rejects when it has begun before: a job starts once. Its source is forgotten. */
  start(id: string, started: Omit<Started, 'type'>): Promise<void>

  end(id: string, events: readonly RunEvent[]): Promise<void>

  /** Ends what had started and can't have ended: the process that ran it is gone. Returns how many those were. */
  endLost(): Promise<number>

  /** The oldest first. */
  waiting(): Promise<WaitingJob[]>

  /** What the jobs that wait take: those of this principal, and all. */
  waitingBytes(principal: string): Promise<{ own: number; all: number }>

  find(principal: string, id: string): Promise<EndedJob | null>

  /** Ended jobs, newest first, one more than the page holds where there are more; those of one adapter if it is named. */
  list(principal: string, page: Page, adapter?: string): Promise<RunSummary[]>

  /** Forgets an ended job. False when the principal has none of that id. */
  forget(principal: string, id: string): Promise<boolean>

  /** Forgets ended jobs beyond what is to be kept. */
  prune(retention: Retention): Promise<void>
}
