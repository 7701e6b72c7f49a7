import type { DatabaseSync } from 'node:sqlite'
import type { Webhook } from '@sandrun/shared'
import * as z from 'zod/mini'
import type { DueWebhook, WebhookStore } from './webhook-store.ts'

/** As many as are told at once. */
const BATCH = 16

const OF_ENDED = "FROM webhooks JOIN jobs ON jobs.id = webhooks.job WHERE jobs.state = 'ended'"

const DueRow = z.object({
  job: z.string(),
  principal: z.string(),
  url: z.string(),
  secret: z.nullable(z.string()),
  attempts: z.int(),
})

const NextRow = z.object({ at: z.nullable(z.int()) })

/** Webhooks, beside the jobs they are of. */
export class SqliteWebhooks implements WebhookStore {
  readonly #database: DatabaseSync
  readonly #now: () => number

  constructor(database: DatabaseSync, now: () => number) {
    this.#database = database
    this.#now = now
  }

  add(job: string, { url, secret }: Webhook): void {
    this.#database.prepare('INSERT INTO webhooks (job, url, secret) VALUES (?, ?, ?)').run(job, url, secret ?? null)
  }

  due(): DueWebhook[] {
    return this.#database
      .prepare(
        `SELECT job, principal, url, secret, attempts ${OF_ENDED} AND due_at <= ? ORDER BY due_at LIMIT ${BATCH}`,
      )
      .all(this.#now())
      .map((row) => {
        const { secret, ...rest } = DueRow.parse(row)
        return { ...rest, ...(secret !== null && { secret }) }
      })
  }

  nextAt(): number | null {
    return NextRow.parse(this.#database.prepare(`SELECT min(due_at) AS at ${OF_ENDED}`).get()).at
  }

  settle(job: string): void {
    this.#database.prepare('DELETE FROM webhooks WHERE job = ?').run(job)
  }

  postpone(job: string, until: number): void {
    this.#database.prepare('UPDATE webhooks SET attempts = attempts + 1, due_at = ? WHERE job = ?').run(until, job)
  }
}
