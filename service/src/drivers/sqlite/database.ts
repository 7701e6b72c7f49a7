import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ConfigError } from '../../settings/file.ts'
import { migrate } from './migrate.ts'
import { SERVICE_SCHEMA } from './service-schema.ts'

/** How long one process waits for another's write, in milliseconds. */
const BUSY_TIMEOUT_MS = 5000

/**
 * Opens the service's one database, and creates it if it is missing. The service and the command line may use it at the
 * same time: with a write-ahead log (sqlite.org/wal.html) readers never wait. Only its owner may read it. Throws a
 * ConfigError when the folder can't be used.
 */
export function openDatabase(stateDir: string): DatabaseSync {
  const path = join(stateDir, 'sandrun.db')
  try {
    mkdirSync(stateDir, { recursive: true, mode: 0o700 })
    const database = new DatabaseSync(path)
    chmodSync(path, 0o600)
    // This comes first: choosing the journal takes a lock too. Node has an option for it only since 22.16.
    database.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`)
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
    migrate(database, SERVICE_SCHEMA)
    return database
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new ConfigError(`SANDRUN_STATE_DIR: can't use ${path}: ${why}`, { cause: error })
  }
}
