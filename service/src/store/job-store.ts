import type { RunEvent, RunRequest, RunSummary, Started, Webhook } from '@sandrun/shared'
import type { Principal } from '../access/principal.ts'
import type { Page } from '../record/page.ts'
import type { WebhookStore } from './webhook-store.ts'

/** What makes a repeated request the same one: the caller's key, and a digest of what it asked for. */
export interface Idempotency {
  key: string
  fingerprint: string
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
}

/** A job that has not started, and the id of whose it is. */
export type WaitingJob = Pick<NewJob, 'id' | 'createdAt' | 'language'> & { principal: string }

/** What is to be run, for whom. */
export type JobOrder = Pick<NewJob, 'principal' | 'request'>

/** A job that has ended: what happened to it, the last event being its `exit` or `error`. */
export interface EndedJob {
  summary: RunSummary
  events: RunEvent[]
}

/** Which ended jobs are kept: so many, for so long, and until those that ended later take so much. */
export interface Retention {
  count: number
  /** Milliseconds. */
  age: number
  /** Of all, and of one principal. */
  bytes: number
  principalBytes: number
}

/**
 * Keeps jobs across restarts. What a method has written stays written, whatever happens to the process or the machine
 * afterwards.
 */
export interface JobStore extends Disposable {
  readonly webhooks: WebhookStore

  add(job: NewJob): void

  /** The job a principal has asked for under this key. */
  findByKey(principal: string, key: string): { id: string; fingerprint: string } | null

  /** What is to be run, or null when the job is not waiting. */
  order(id: string): JobOrder | null

  /** Notes that the program begins. Throws when it has begun before: a job starts once. Its source is forgotten. */
  start(id: string, started: Omit<Started, 'type'>): void

  end(id: string, events: readonly RunEvent[]): void

  /** Ends what had started and can't have ended: the process that ran it is gone. Returns how many those were. */
  endLost(): number

  /** The oldest first. */
  waiting(): WaitingJob[]

  /** What the jobs that wait take: those of this principal, and all. */
  waitingBytes(principal: string): { own: number; all: number }

  find(principal: string, id: string): EndedJob | null

  /** Ended jobs, newest first, one more than the page holds where there are more. */
  list(principal: string, page: Page): RunSummary[]

  /** Forgets ended jobs beyond what is to be kept. */
  prune(retention: Retention): void
}
