import type { DatabaseSync } from 'node:sqlite'

/**
 * Brings a database up to date: runs the missing steps, each in a transaction with its number, which is kept in
 * `user_version` (sqlite.org/pragma.html#pragma_user_version). A released step never changes; the first one may find
 * its tables already there. Throws for a database that a newer version has written.
 */
export function migrate(database: DatabaseSync, steps: readonly string[]): void {
  const done = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0)
  if (done > steps.length) {
    throw new Error(
      `A newer version of Sandrun wrote it (schema ${done}; this version knows ${steps.length}). Use that version.`,
    )
  }
  for (const [index, step] of steps.entries()) {
    if (index < done) continue
    database.exec('BEGIN IMMEDIATE')
    try {
      database.exec(step)
      database.exec(`PRAGMA user_version = ${index + 1}`)
      database.exec('COMMIT')
    } catch (error) {
      database.exec('ROLLBACK')
      throw error
    }
  }
}
