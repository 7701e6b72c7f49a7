import type { Webhook } from '@sandrun/shared'

/** The webhook of a job that has ended. */
export interface DueWebhook extends Webhook {
  job: string
  /** Id of the job's principal. */
  principal: string
  /** Number of failed attempts. */
  attempts: number
}

/** Keeps the webhooks of jobs until they are sent. Times in milliseconds, by the outbox's own clock. */
export interface WebhookOutbox {
  /**
   * At most `most` due webhooks of ended jobs, the longest due first. No other caller gets them for `leaseMs`, or until
   * they are settled or postponed: two senders never send the same one. If a sender dies, the next one takes over.
   */
  claim(most: number, leaseMs: number): Promise<DueWebhook[]>

  /** In how many milliseconds the next one can be claimed: it is due, or a lease ends. Null when none waits. */
  nextInMs(): Promise<number | null>

  /** The webhook was sent, or never will be. */
  settle(job: string): Promise<void>

  /** An attempt failed; the next is due in `waitMs`. */
  postpone(job: string, waitMs: number): Promise<void>
}
