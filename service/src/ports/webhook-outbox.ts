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
export interface WebhookOutbox {
  /**
   * At most `most` of ended jobs whose time has come, the longest due first. Nobody else gets them for `leaseMs`, or until
   * they are settled or postponed: two senders never send one twice. A sender that dies leaves them to the next.
   */
  claim(most: number, leaseMs: number): Promise<DueWebhook[]>

  /** When the next can be claimed: one is due then, or a lease ends. Null when none waits. */
  nextAt(): Promise<number | null>

  /** It was told, or never will be. */
  settle(job: string): Promise<void>

  /** An attempt has failed; the next is due then. */
  postpone(job: string, until: number): Promise<void>
}
