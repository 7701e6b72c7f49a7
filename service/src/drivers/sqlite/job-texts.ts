import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import * as z from 'zod/mini'

/** What is written, read or deleted in one turn of the event loop. SQLite has no other way to let others run. */
const PART_BYTES = 2 ** 20

const PartRow = z.object({ bytes: z.instanceof(Uint8Array) })

/** The long texts of jobs, in parts: without the job's row they are nobody's. */
export class JobTexts {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  /** Writes the texts of a job, the last part together with what `finish` writes. */
  async write(job: string, texts: readonly Buffer[], finish: () => void): Promise<void> {
    this.#database.prepare('DELETE FROM job_texts WHERE job = ?').run(job)
    const insert = this.#database.prepare('INSERT INTO job_texts (job, place, bytes) VALUES (?, ?, ?)')
    const parts = [...partsOf(texts)]
    const last = parts.pop()
    for (const [place, part] of parts.entries()) {
      insert.run(job, place, join(part))
      await nextTurn()
    }
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      if (last !== undefined) insert.run(job, parts.length, join(last))
      finish()
      this.#database.exec('COMMIT')
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }

  /** Gives the texts of a job one after another, by their lengths. Throws when there are none any more. */
  reader(job: string): (bytes: number) => Promise<string> {
    const select = this.#database.prepare('SELECT bytes FROM job_texts WHERE job = ? AND place = ?')
    let place = 0
    let part = Buffer.alloc(0)
    return async (bytes) => {
      const pieces: Buffer[] = []
      for (let missing = bytes; missing > 0;) {
        if (part.length === 0) {
          if (place > 0) await nextTurn()
          part = Buffer.from(PartRow.parse(select.get(job, place++)).bytes)
        }
        const piece = part.subarray(0, missing)
        part = part.subarray(piece.length)
        missing -= piece.length
        pieces.push(piece)
      }
      return Buffer.concat(pieces).toString()
    }
  }

  /** Deletes what is nobody's. */
  async sweep(): Promise<void> {
    const some = this.#database.prepare(
      `DELETE FROM job_texts WHERE rowid IN (
         SELECT rowid FROM job_texts WHERE job NOT IN (SELECT id FROM jobs) LIMIT 4)`,
    )
    while (Number(some.run().changes) > 0) await nextTurn()
  }
}

/** The bytes of all texts, in parts of which every one but the last is full. */
function* partsOf(texts: readonly Buffer[]): Generator<Buffer[], void> {
  let part: Buffer[] = []
  let room = PART_BYTES
  for (const text of texts) {
    for (let at = 0; at < text.length;) {
      const piece = text.subarray(at, at + room)
      part.push(piece)
      at += piece.length
      room -= piece.length
      if (room > 0) continue
      yield part
      part = []
      room = PART_BYTES
    }
  }
  if (part.length > 0) yield part
}

function join(part: readonly Buffer[]): Buffer {
  const [first] = part
  return part.length === 1 && first !== undefined ? first : Buffer.concat(part)
}
