import type { Webhook } from '@sandrun/shared'

/** A job that has ended, and whoever wants to know. */
export interface DueWebhook extends Webhook {
  job: string
  /** Id of the principal whose job it is. */
  principal: string
  /** Attempts that have failed. */
  attempts: number
}

/** Keeps who is to be told of the end of which job, until they have been. Times in milliseconds since the epoch. */
export interface WebhookStore {
  /** Those of ended jobs whose time has come, the longest due first. */
  due(): DueWebhook[]

  /** When the next is due, or null when none is waiting for its time. */
  nextAt(): number | null

  /** It was told, or never will be. */
  settle(job: string): void

  /** An attempt has failed; the next is due then. */
  postpone(job: string, until: number): void
}
