import type { DatabaseSync } from 'node:sqlite'
import * as z from 'zod/mini'
import type { UsageStore } from '../../ports/usage-store.ts'

const RowSchema = z.object({ cpu_ms: z.number() })

/** Usage in the service's database. The first use on a day deletes the records of earlier days. */
export class SqliteUsage implements UsageStore {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  async add(principal: string, day: number, cpuMs: number): Promise<void> {
    this.#database.prepare('DELETE FROM usage WHERE principal = ? AND day < ?').run(principal, day)
    this.#database
      .prepare(
        `INSERT INTO usage (principal, day, cpu_ms) VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET cpu_ms = cpu_ms + excluded.cpu_ms`,
      )
      .run(principal, day, cpuMs)
  }

  async cpuMs(principal: string, day: number): Promise<number> {
    const row = this.#database.prepare('SELECT cpu_ms FROM usage WHERE principal = ? AND day = ?').get(principal, day)
    return row === undefined ? 0 : RowSchema.parse(row).cpu_ms
  }
}
