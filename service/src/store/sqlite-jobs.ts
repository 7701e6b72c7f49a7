import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import {
  LimitsSchema,
  type RunEvent,
  RunEventSchema,
  RunRequestSchema,
  type RunSummary,
  RunSummarySchema,
  type Started,
  StartedSchema,
} from '@sandrun/shared'
import * as z from 'zod/mini'
import { ROLES } from '../access/principal.ts'
import type { Page } from '../record/page.ts'
import { CapsSchema } from '../scheduler/caps.ts'
import { lostEvents } from './lost-job.ts'
import { SqliteWebhooks } from './sqlite-webhooks.ts'
import type { EndedJob, JobOrder, JobStore, NewJob, Retention, WaitingJob } from './job-store.ts'

/** A request is kept until its program begins, and never needed again. */
const TABLE = `
  CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY,
    principal TEXT NOT NULL,
    asked_by TEXT NOT NULL,
    created_at TEXT NOT NULL,
    language TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'ended')),
    request TEXT,
    idempotency_key TEXT,
    fingerprint TEXT,
    starts INTEGER NOT NULL DEFAULT 0,
    started TEXT,
    started_at TEXT,
    ended_at INTEGER,
    verdict TEXT,
    events TEXT
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS jobs_by_key ON jobs (principal, idempotency_key) WHERE idempotency_key IS NOT NULL;
  CREATE INDEX IF NOT EXISTS jobs_by_age ON jobs (principal, created_at, id);
  CREATE INDEX IF NOT EXISTS jobs_by_end ON jobs (ended_at) WHERE ended_at IS NOT NULL`

const SUMMARY = 'id, language, state, verdict, created_at AS createdAt'

const text = z.string()
const WaitingRow = z.object({ id: text, principal: text, createdAt: text, language: text })
const KeyRow = z.object({ id: text, fingerprint: text })
const LostRow = z.object({ id: text, language: text, started: text, startedAt: text })
const StartedDocument = z.omit(StartedSchema, { type: true })
const PrincipalDocument = z.object({
  id: text,
  name: text,
  role: z.enum(ROLES),
  limits: LimitsSchema,
  caps: CapsSchema,
  address: text,
})
const EventsDocument = z.array(RunEventSchema)

/** Jobs in a database that syncs every write to the disk. */
export class SqliteJobs implements JobStore {
  readonly webhooks: SqliteWebhooks
  readonly #database: DatabaseSync
  readonly #now: () => number

  constructor(database: DatabaseSync, now: () => number = Date.now) {
    database.exec(TABLE)
    this.#database = database
    this.#now = now
    this.webhooks = new SqliteWebhooks(database, now)
  }

  add(job: NewJob): void {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      this.#insert(job)
      if (job.webhook !== null) this.webhooks.add(job.id, job.webhook)
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }

  findByKey(principal: string, key: string): { id: string; fingerprint: string } | null {
    const [row] = this.#all(
      'SELECT id, fingerprint FROM jobs WHERE principal = ? AND idempotency_key = ?',
      principal,
      key,
    )
    return row === undefined ? null : KeyRow.parse(row)
  }

  order(id: string): JobOrder | null {
    const [row] = this.#all("SELECT asked_by, request FROM jobs WHERE id = ? AND state = 'queued'", id)
    if (row === undefined) return null
    return {
      principal: PrincipalDocument.parse(JSON.parse(text.parse(row['asked_by']))),
      request: RunRequestSchema.parse(JSON.parse(text.parse(row['request']))),
    }
  }

  start(id: string, started: Omit<Started, 'type'>): void {
    const changes = this.#run(
      `UPDATE jobs SET state = 'running', starts = starts + 1, started = ?, started_at = ?, request = NULL
       WHERE id = ? AND state = 'queued'`,
      JSON.stringify(started),
      new Date(this.#now()).toISOString(),
      id,
    )
    if (changes !== 1) throw new Error(`The job ${id} was not waiting to be started.`)
  }

  end(id: string, events: readonly RunEvent[]): void {
    const last = events.at(-1)
    this.#run(
      `UPDATE jobs SET state = 'ended', ended_at = ?, verdict = ?, events = ?, request = NULL
       WHERE id = ? AND state <> 'ended'`,
      this.#now(),
      last?.type === 'exit' ? last.result.verdict : null,
      JSON.stringify(events),
      id,
    )
  }

  endLost(): number {
    const lost = this.#all("SELECT id, language, started, started_at AS startedAt FROM jobs WHERE state = 'running'")
    for (const row of lost) {
      const { id, language, started, startedAt } = LostRow.parse(row)
      this.end(id, lostEvents({ id, language, startedAt, started: StartedDocument.parse(JSON.parse(started)) }))
    }
    return lost.length
  }

  waiting(): WaitingJob[] {
    return this.#all(
      `SELECT id, principal, created_at AS createdAt, language FROM jobs WHERE state = 'queued'
       ORDER BY created_at, rowid`,
    ).map((row) => WaitingRow.parse(row))
  }

  find(principal: string, id: string): EndedJob | null {
    const [row] = this.#all(
      `SELECT ${SUMMARY}, events FROM jobs WHERE principal = ? AND id = ? AND state = 'ended'`,
      principal,
      id,
    )
    if (row === undefined) return null
    return { summary: toSummary(row), events: EventsDocument.parse(JSON.parse(text.parse(row['events']))) }
  }

  list(principal: string, { limit, after }: Page): RunSummary[] {
    return this.#all(
      `SELECT ${SUMMARY} FROM jobs
       WHERE principal = ? AND state = 'ended' AND (? IS NULL OR (created_at, id) < (?, ?))
       ORDER BY created_at DESC, id DESC LIMIT ?`,
      principal,
      after?.createdAt ?? null,
      after?.createdAt ?? null,
      after?.id ?? null,
      limit + 1,
    ).map(toSummary)
  }

  prune({ count, age }: Retention): void {
    this.#run(
      `DELETE FROM jobs WHERE ended_at IS NOT NULL AND (ended_at < ? OR rowid IN
         (SELECT rowid FROM jobs WHERE ended_at IS NOT NULL ORDER BY ended_at DESC LIMIT -1 OFFSET ?))`,
      this.#now() - age,
      count,
    )
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }

  #insert({ id, principal, createdAt, language, request, idempotency }: NewJob): void {
    this.#run(
      `INSERT INTO jobs (id, principal, asked_by, created_at, language, state, request, idempotency_key, fingerprint)
       VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?)`,
      id,
      principal.id,
      JSON.stringify(principal),
      createdAt,
      language,
      JSON.stringify(request),
      idempotency?.key ?? null,
      idempotency?.fingerprint ?? null,
    )
  }

  #run(sql: string, ...values: (string | number | null)[]): number | bigint {
    return this.#database.prepare(sql).run(...values).changes
  }

  #all(sql: string, ...values: (string | number | null)[]): Record<string, SQLOutputValue>[] {
    return this.#database.prepare(sql).all(...values)
  }
}

function toSummary({ verdict, ...row }: Record<string, SQLOutputValue>): RunSummary {
  return RunSummarySchema.parse({ ...row, ...(verdict !== null && { verdict }) })
}
