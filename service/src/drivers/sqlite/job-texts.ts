import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import * as z from 'zod/mini'
import { partsOf, textReader } from '../job-documents/text-parts.ts'
import { databaseError, rolledBack } from './full-disk.ts'

const PartRow = z.object({ bytes: z.instanceof(Uint8Array) })

/** A job has its order until its program begins, and its events once it has ended. */
type Subject = 'order' | 'events'

/** The places of a subject's parts: the first one, and the step to the next. */
const PLACES = { order: { first: -1, step: -1 }, events: { first: 0, step: 1 } } as const

/** The SQL condition for the parts of a subject. */
const OF = { order: 'place < 0', events: 'place >= 0' } as const

/** Parts to delete in one turn. */
const DELETED_AT_ONCE = 4

/**
 * The long texts of jobs, in parts: SQLite blocks the event loop while it writes, reads or deletes one. Texts without a
 * job's row are left over.
 */
export class JobTexts {
  readonly #database: DatabaseSync
  /** Jobs whose texts are written before their rows are. */
  readonly #unborn = new Set<string>()

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** Writes the texts of a job, and the last part together with `finish`, which gets the number of bytes. */
  async write<T>(job: string, subject: Subject, texts: readonly string[], finish: (bytes: number) => T): Promise<T> {
    await this.forget(job, subject)
    if (subject === 'order') this.#unborn.add(job)
    try {
      return await this.#write(job, subject, texts, finish)
    } catch (error) {
      throw databaseError(error)
    } finally {
      this.#unborn.delete(job)
    }
  }

  async #write<T>(job: string, subject: Subject, texts: readonly string[], finish: (bytes: number) => T): Promise<T> {
    const insert = this.#database.prepare('INSERT INTO job_texts (job, place, bytes) VALUES (?, ?, ?)')
    const { first, step } = PLACES[subject]
    const parts = partsOf(texts)
    let bytes = 0
    let place: number = first
    let part = parts.next()
    for (let next = parts.next(); part.done !== true && next.done !== true; next = parts.next()) {
      insert.run(job, place, part.value)
      place += step
      bytes += part.value.length
      part = next
      await nextTurn()
    }
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      if (part.done !== true) insert.run(job, place, part.value)
      const finished = finish(bytes + (part.done === true ? 0 : part.value.length))
      this.#database.exec('COMMIT')
      return finished
    } catch (error) {
      throw rolledBack(this.#database, error)
    }
  }

  /** Reads the texts of a job in order, by their lengths. Throws when they are gone. */
  reader(job: string, subject: Subject): (bytes: number) => Promise<string> {
    const select = this.#database.prepare('SELECT bytes FROM job_texts WHERE job = ? AND place = ?')
    const { first, step } = PLACES[subject]
    return textReader(async (at) => {
      if (at > 0) await nextTurn()
      return PartRow.parse(select.get(job, first + at * step)).bytes
    })
  }

  /** Deletes the texts of a job. */
  async forget(job: string, subject: Subject): Promise<void> {
    await this.#deleteAll(`job = ? AND ${OF[subject]}`, job)
  }

  /** Deletes texts that belong to no job. */
  async sweep(): Promise<void> {
    const unborn = JSON.stringify([...this.#unborn])
    await this.#deleteAll('job NOT IN (SELECT id FROM jobs) AND job NOT IN (SELECT value FROM json_each(?))', unborn)
  }

  async #deleteAll(which: string, value: string): Promise<void> {
    const some = this.#database.prepare(
      `DELETE FROM job_texts WHERE rowid IN (SELECT rowid FROM job_texts WHERE ${which} LIMIT ${DELETED_AT_ONCE})`,
    )
    while (Number(some.run(value).changes) > 0) await nextTurn()
  }
}
