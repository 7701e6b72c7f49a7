import type { DatabaseSync } from 'node:sqlite'
import type { Webhook } from '@sandrun/shared'
import * as z from 'zod/mini'
import type { DueWebhook, WebhookOutbox } from '../../ports/webhook-outbox.ts'

const OF_ENDED = "FROM webhooks JOIN jobs ON jobs.id = webhooks.job WHERE jobs.state = 'ended'"

const UNCLAIMED = 'job NOT IN (SELECT value FROM json_each(?))'

const DueRow = z.object({
  job: z.string(),
  principal: z.string(),
  url: z.string(),
  secret: z.nullable(z.string()),
  attempts: z.int(),
})

const NextRow = z.object({ at: z.nullable(z.int()) })

/** Webhooks, stored beside their jobs. Only one process uses the database, so it keeps its leases in memory. */
export class SqliteWebhooks implements WebhookOutbox {
  readonly #database: DatabaseSync
  readonly #now: () => number
  /** When the lease of each job ends. */
  readonly #leases = new Map<string, number>()

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database
    this.#now = now
  }

  add(job: string, { url, secret }: Webhook): void {
    this.#database.prepare('INSERT INTO webhooks (job, url, secret) VALUES (?, ?, ?)').run(job, url, secret ?? null)
  }

  async claim(most: number, leaseMs: number): Promise<DueWebhook[]> {
    const due = this.#database
      .prepare(
        `SELECT job, principal, url, secret, attempts ${OF_ENDED} AND due_at <= ? AND ${UNCLAIMED}
         ORDER BY due_at LIMIT ?`,
      )
      .all(this.#now(), this.#claimed(), most)
      .map((row) => {
        const { secret, ...rest } = DueRow.parse(row)
        return { ...rest, ...(secret !== null && { secret }) }
      })
    for (const { job } of due) this.#leases.set(job, this.#now() + leaseMs)
    return due
  }

  async nextInMs(): Promise<number | null> {
    const row = this.#database.prepare(`SELECT min(due_at) AS at ${OF_ENDED} AND ${UNCLAIMED}`).get(this.#claimed())
    const ends = [...this.#leases.values()]
    const { at } = NextRow.parse(row)
    return at === null && ends.length === 0 ? null : Math.min(at ?? Infinity, ...ends) - this.#now()
  }

  async settle(job: string): Promise<void> {
    this.#database.prepare('DELETE FROM webhooks WHERE job = ?').run(job)
    // Only now: one that a full disk keeps is not sent again before its lease ends.
    this.#leases.delete(job)
  }

  async postpone(job: string, waitMs: number): Promise<void> {
    const until = Math.round(this.#now() + waitMs)
    this.#database.prepare('UPDATE webhooks SET attempts = attempts + 1, due_at = ? WHERE job = ?').run(until, job)
    this.#leases.delete(job)
  }

  /** The jobs with a valid lease, as a JSON array. */
  #claimed(): string {
    for (const [job, until] of this.#leases) if (until <= this.#now()) this.#leases.delete(job)
    return JSON.stringify([...this.#leases.keys()])
  }
}
