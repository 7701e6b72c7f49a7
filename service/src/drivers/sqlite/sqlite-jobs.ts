import type { DatabaseSync, SQLOutputValue } from 'node:sqlite'
import { type RunEvent, type RunSummary, RunSummarySchema, type Started, StartedSchema } from '@sandrun/shared'
import * as z from 'zod/mini'
import type { Page } from '../../model/page.ts'
import { readEvents, writeEvents } from '../job-documents/events-document.ts'
import { written } from './full-disk.ts'
import { JobTexts } from './job-texts.ts'
import { lostEvents } from '../../model/lost-job.ts'
import { ORDER_FORMAT, readOrder, writePrincipal, writeRequest } from '../job-documents/order-document.ts'
import { SqliteWebhooks } from './sqlite-webhooks.ts'
import type { AdapterNote, EndedJob, JobOrder, JobStore, KeyedJob, NewJob, WaitingJob } from '../../ports/job-store.ts'
import type { Retention } from '../../model/retention.ts'

const SUMMARY = 'id, language, state, verdict, created_at AS createdAt'

const text = z.string()
const NoteColumns = { adapter: z.nullable(text), note: z.nullable(text) }
const NoteRow = z.object(NoteColumns)
const WaitingRow = z.object({ id: text, principal: text, createdAt: text, language: text, ...NoteColumns })
const OrderRow = z.object({ askedBy: text, request: text, format: z.int() })
const KeyRow = z.object({ id: text, fingerprint: text })
const WaitingBytesRow = z.object({ own: z.int(), all: z.int() })
const LostRow = z.object({ id: text, language: text, started: text, startedAt: text })
const StartedDocument = z.omit(StartedSchema, { type: true })

/** Jobs in a database that syncs every write to the disk. Only one process uses it, so it has all of them. */
export class SqliteJobs implements JobStore {
  readonly webhooks: SqliteWebhooks
  readonly #database: DatabaseSync
  readonly #texts: JobTexts
  readonly #now: () => number

  constructor(database: DatabaseSync, now: () => number = Date.now) {
    this.#database = database
    this.#texts = new JobTexts(database)
    this.#now = now
    this.webhooks = new SqliteWebhooks(database, now)
  }

  async add(job: NewJob): Promise<KeyedJob | null> {
    const findSame = (): KeyedJob | null =>
      job.idempotency === null ? null : this.#keyed(job.principal.id, job.idempotency.key)
    const before = findSame()
    if (before !== null) return before
    const { document, texts } = writeRequest(job.request)
    const same = await this.#texts.write(job.id, 'order', texts, (bytes) => {
      const meanwhile = findSame()
      if (meanwhile !== null) return meanwhile
      this.#insert(job, document, bytes + Buffer.byteLength(document))
      if (job.webhook !== null) this.webhooks.add(job.id, job.webhook)
      return null
    })
    if (same !== null) await this.#texts.forget(job.id, 'order')
    return same
  }

  async findByKey(principal: string, key: string): Promise<KeyedJob | null> {
    return this.#keyed(principal, key)
  }

  #keyed(principal: string, key: string): KeyedJob | null {
    const [row] = this.#all(
      'SELECT id, fingerprint FROM jobs WHERE principal = ? AND idempotency_key = ?',
      principal,
      key,
    )
    return row === undefined ? null : KeyRow.parse(row)
  }

  async order(id: string): Promise<JobOrder | null> {
    const [row] = this.#all(
      "SELECT asked_by AS askedBy, request, format FROM jobs WHERE id = ? AND state = 'queued'",
      id,
    )
    if (row === undefined) return null
    return readOrder(OrderRow.parse(row), this.#texts.reader(id, 'order'))
  }

  async start(id: string, started: Omit<Started, 'type'>): Promise<void> {
    const changes = this.#run(
      `UPDATE jobs SET state = 'running', starts = starts + 1, started = ?, started_at = ?, request = NULL, bytes = 0
       WHERE id = ? AND state = 'queued'`,
      JSON.stringify(started),
      new Date(this.#now()).toISOString(),
      id,
    )
    if (changes !== 1) throw new Error(`The job ${id} was not waiting to be started.`)
    await this.#texts.forget(id, 'order').catch(() => {}) // A full disk: they stay until the job ends.
  }

  async end(id: string, events: readonly RunEvent[]): Promise<boolean> {
    if (this.#all("SELECT 1 FROM jobs WHERE id = ? AND state <> 'ended'", id).length === 0) return false
    const last = events.at(-1)
    const { document, texts } = writeEvents(events)
    await this.#texts.write(id, 'events', texts, (bytes) => {
      this.#run(
        `UPDATE jobs SET state = 'ended', ended_at = ?, verdict = ?, events = ?, bytes = ?, request = NULL WHERE id = ?`,
        this.#now(),
        last?.type === 'exit' ? last.result.verdict : null,
        document,
        bytes + Buffer.byteLength(document),
        id,
      )
    })
    // Texts of a job that ended before it began, or whose service died as it began.
    await this.#texts.forget(id, 'order')
    return true
  }

  async takeOverStarted(): Promise<[]> {
    return []
  }

  async endLost(): Promise<number> {
    const lost = this.#all("SELECT id, language, started, started_at AS startedAt FROM jobs WHERE state = 'running'")
    for (const row of lost) {
      const { id, language, started, startedAt } = LostRow.parse(row)
      await this.end(id, lostEvents({ id, language, startedAt, started: StartedDocument.parse(JSON.parse(started)) }))
    }
    return lost.length
  }

  async waiting(): Promise<WaitingJob[]> {
    return this.#all(
      `SELECT id, principal, created_at AS createdAt, language, adapter, note FROM jobs WHERE state = 'queued'
       ORDER BY created_at, rowid`,
    ).map((row) => {
      const { adapter, note, ...job } = WaitingRow.parse(row)
      return { ...job, note: toNote({ adapter, note }) }
    })
  }

  async find(principal: string, id: string): Promise<EndedJob | null> {
    const [row] = this.#all(
      `SELECT ${SUMMARY}, events, adapter, note FROM jobs WHERE principal = ? AND id = ? AND state = 'ended'`,
      principal,
      id,
    )
    if (row === undefined) return null
    const { events, adapter, note, ...summary } = row
    try {
      const happened = await readEvents(text.parse(events), this.#texts.reader(id, 'events'))
      return { summary: toSummary(summary), note: toNote(NoteRow.parse({ adapter, note })), events: happened }
    } catch (error) {
      // The job was forgotten during the read.
      if (this.#all('SELECT 1 FROM jobs WHERE id = ?', id).length === 0) return null
      throw error
    }
  }

  async findCurrent(): Promise<null> {
    return null
  }

  async requestCancel(): Promise<void> {}

  readonly toCancel = async (): Promise<[]> => []

  async list(principal: string, { limit, after }: Page, adapter?: string): Promise<RunSummary[]> {
    return this.#all(
      `SELECT ${SUMMARY} FROM jobs
       WHERE principal = ? AND state = 'ended' AND (? IS NULL OR adapter = ?)
         AND (? IS NULL OR (created_at, id) < (?, ?))
       ORDER BY created_at DESC, id DESC LIMIT ?`,
      principal,
      adapter ?? null,
      adapter ?? null,
      after?.createdAt ?? null,
      after?.createdAt ?? null,
      after?.id ?? null,
      limit + 1,
    ).map(toSummary)
  }

  async forget(principal: string, id: string): Promise<boolean> {
    const forgotten = this.#run("DELETE FROM jobs WHERE principal = ? AND id = ? AND state = 'ended'", principal, id)
    await this.#texts.sweep()
    return forgotten === 1
  }

  async prune({ count, age, bytes, principalBytes }: Retention): Promise<void> {
    this.#run(
      `DELETE FROM jobs WHERE rowid IN (
         SELECT rowid FROM (
           SELECT rowid, ended_at,
             row_number() OVER newest AS place,
             sum(bytes) OVER newest - bytes AS newer,
             sum(bytes) OVER newest_own - bytes AS newer_own
           FROM jobs WHERE ended_at IS NOT NULL
           WINDOW newest AS (ORDER BY ended_at DESC, rowid DESC),
             newest_own AS (PARTITION BY principal ORDER BY ended_at DESC, rowid DESC)
         ) WHERE ended_at < ? OR place > ? OR newer > ? OR newer_own > ?)`,
      this.#now() - age,
      count,
      bytes,
      principalBytes,
    )
    await this.#texts.sweep()
  }

  async waitingBytes(principal: string): Promise<{ own: number; all: number }> {
    const [row] = this.#all(
      `SELECT coalesce(sum(bytes) FILTER (WHERE principal = ?), 0) AS own, coalesce(sum(bytes), 0) AS "all"
       FROM jobs WHERE state = 'queued'`,
      principal,
    )
    return WaitingBytesRow.parse(row)
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }

  #insert({ id, principal, createdAt, language, idempotency, note }: NewJob, document: string, bytes: number): void {
    this.#run(
      `INSERT INTO jobs
         (id, principal, asked_by, created_at, language, state, request, bytes, format, idempotency_key, fingerprint,
          adapter, note)
       VALUES (?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?)`,
      id,
      principal.id,
      writePrincipal(principal),
      createdAt,
      language,
      document,
      bytes,
      ORDER_FORMAT,
      idempotency?.key ?? null,
      idempotency?.fingerprint ?? null,
      note?.adapter ?? null,
      note?.text ?? null,
    )
  }

  #run(sql: string, ...values: (string | number | null)[]): number | bigint {
    return written(() => this.#database.prepare(sql).run(...values).changes)
  }

  #all(sql: string, ...values: (string | number | null)[]): Record<string, SQLOutputValue>[] {
    return this.#database.prepare(sql).all(...values)
  }
}

function toNote({ adapter, note }: z.infer<typeof NoteRow>): AdapterNote | null {
  return adapter === null || note === null ? null : { adapter, text: note }
}

function toSummary({ verdict, ...row }: Record<string, SQLOutputValue>): RunSummary {
  return RunSummarySchema.parse({ ...row, ...(verdict !== null && { verdict }) })
}
