import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { migrate } from './migrate.ts'
import { JOBS_SCHEMA } from './jobs-schema.ts'

/**
 * Opens the database of an installation's jobs, and creates it if it is missing. Only one process may have it open
 * (sqlite.org/pragma.html#pragma_locking_mode): a second service would count the first one's running jobs as lost.
 * Every commit reaches the disk before it returns. Throws the errors of SQLite or the file system.
 */
export function openJobDatabase(stateDir: string, instance: string): DatabaseSync {
  mkdirSync(stateDir, { recursive: true, mode: 0o700 })
  const path = join(stateDir, `jobs-${instance}.db`)
  const database = new DatabaseSync(path)
  try {
    database.exec(
      'PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON',
    )
    chmodSync(path, 0o600)
    // The first write takes the lock.
    database.exec('BEGIN EXCLUSIVE; COMMIT')
    migrate(database, JOBS_SCHEMA)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}
